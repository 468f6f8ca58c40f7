package migrations_test

import (
	"context"
	"testing"

	"bienche/internal/dbtest"
	"bienche/migrations"
	"bienche/models"
)

func TestUpFillsTheCodesOfTheLawAndMayRunAgain(t *testing.T) {
	ctx := context.Background()
	at := dbtest.Empty(t)
	for range 2 {
		if err := migrations.Up(ctx, at.OwnerURL); err != nil {
			t.Fatal(err)
		}
	}
	db, err := models.Open(ctx, at.AppURL, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tests := []struct {
		name, sql string
		want      int
	}{
		{"all ethnic groups", "SELECT count(*) FROM ethnic_group", 54},
		{"the categories of the report", "SELECT count(*) FROM headcount_category", 5},
		{"a kind that came later", "SELECT count(*) FROM unit_kind WHERE code = 'COMMUNE_DIVISION'", 1},
		{"a kind that has ended", "SELECT count(*) FROM unit_kind WHERE code = 'DISTRICT'", 1},
		{"grades", "SELECT count(*) FROM grade WHERE code = '01.003'", 1},
	}
	for _, tt := range tests {
		if n, err := models.One[int](ctx, db, models.Q(tt.sql)); err != nil || n != tt.want {
			t.Errorf("%s: %d, %v, want %d", tt.name, n, err, tt.want)
		}
	}
	newest, err := migrations.Newest()
	if err != nil {
		t.Fatal(err)
	}
	if have, err := migrations.Version(ctx, db.Pool); err != nil || have != newest {
		t.Errorf("version %d, %v, want %d", have, err, newest)
	}
}

func TestAnEmptyDatabaseIsAtVersionZero(t *testing.T) {
	ctx := context.Background()
	db, err := models.Open(ctx, dbtest.Empty(t).AppURL, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if have, err := migrations.Version(ctx, db.Pool); err != nil || have != 0 {
		t.Errorf("version %d, %v", have, err)
	}
}
