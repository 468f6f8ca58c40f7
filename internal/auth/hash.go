package auth

import (
	"context"

	"bienche/internal/platform/config"
)

// HashPassword turns a password into what is stored, with the settings of sign-in. It is for loaders that write
// accounts themselves; AddUser and SetPassword also hold the password against the rules.
func HashPassword(ctx context.Context, c config.SignIn, password string) (string, error) {
	return newHasher(c).hash(ctx, password)
}
