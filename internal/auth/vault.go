package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"bienche/internal/fault"
	"bienche/internal/platform/config"
)

// secretKeyLen is the length of the key in bytes: AES-256.
const secretKeyLen = 32

// vault encrypts what the program must be able to read again but a copy of the database must not tell. The key comes
// from the settings; with the embedded database, whose only server is this machine, from a file that is made when it is
// first needed.
type vault struct {
	setting string
	file    string // empty: no key but that of the settings
	open    func() (cipher.AEAD, error)
}

func newVault(c config.Config) (*vault, error) {
	v := &vault{setting: c.SignIn.SecretKey}
	if c.Embedded() {
		v.file = filepath.Join(c.DataDir, "secret-key")
	}
	v.open = sync.OnceValues(v.aead)
	if v.setting == "" {
		return v, nil
	}
	_, err := v.open() // a key that is none must not wait for the first who needs it
	return v, err
}

func (v *vault) aead() (cipher.AEAD, error) {
	text, err := v.key()
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != secretKeyLen {
		return nil, fault.New(fault.BadInput, "auth.serve.bad_secret_key")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("secret key: %w", err)
	}
	return cipher.NewGCM(block)
}

// key is the key in base64.
func (v *vault) key() (string, error) {
	if v.setting != "" {
		return v.setting, nil
	}
	if v.file == "" {
		return "", fault.New(fault.NotCovered, "auth.no_secret_key")
	}
	made := base64.StdEncoding.EncodeToString(random(secretKeyLen))
	if err := writeNew(v.file, made+"\n"); err == nil {
		return made, nil
	} else if !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("make the secret key: %w", err)
	}
	b, err := os.ReadFile(v.file)
	if err != nil {
		return "", fmt.Errorf("read the secret key: %w", err)
	}
	return string(b), nil
}

// writeNew writes a file for its owner's eyes, whole or not at all; one that is there already is fs.ErrExist.
func writeNew(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Link(f.Name(), name)
	}
	return errors.Join(err, os.Remove(f.Name()))
}

// seal encrypts a text that belongs to a user; put to another user's row it does not open.
func (v *vault) seal(userID int64, text string) ([]byte, error) {
	a, err := v.open()
	if err != nil {
		return nil, err
	}
	nonce := random(a.NonceSize())
	return a.Seal(nonce, nonce, []byte(text), owner(userID)), nil
}

// unseal is the text of what seal made.
func (v *vault) unseal(userID int64, sealed []byte) (string, error) {
	a, err := v.open()
	if err != nil {
		return "", err
	}
	if len(sealed) < a.NonceSize() {
		return "", errors.New("a sealed secret is cut short")
	}
	text, err := a.Open(nil, sealed[:a.NonceSize()], sealed[a.NonceSize():], owner(userID))
	if err != nil {
		return "", fmt.Errorf("open a sealed secret, perhaps with another secret key: %w", err)
	}
	return string(text), nil
}

func owner(userID int64) []byte { return strconv.AppendInt(nil, userID, 10) }
