package migrations

import "testing"

func TestTheFingerprintFollowsTheCodesOfTheLaw(t *testing.T) {
	before, err := Fingerprint()
	if err != nil {
		t.Fatal(err)
	}
	all := catalogues
	t.Cleanup(func() { catalogues = all })
	catalogues = catalogues[1:]
	after, err := Fingerprint()
	if err != nil || after == before {
		t.Errorf("without one list it stays %s (%v)", after, err)
	}
}
