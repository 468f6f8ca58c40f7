package main

import (
	"context"
	"fmt"

	"bienche/internal/auth"
	"bienche/internal/platform/config"
	"bienche/models"
)

type tokenCommands struct {
	Create createTokenCommand `cmd:"" help:"Make a token and print it. It is shown this once."`
}

type createTokenCommand struct {
	User string `required:"" help:"Whose rights the token has."`
	Days int    `default:"90" help:"How long it lives, in days; at most 365."`
}

// Run makes the token and prints it.
func (t createTokenCommand) Run(ctx context.Context, c config.Config) error {
	return atConsole(ctx, c, func(ctx context.Context, s *auth.Service, _ *models.DB) error {
		secret, err := s.CreateToken(ctx, t.User, t.Days)
		if err != nil {
			return err
		}
		fmt.Println(secret)
		return nil
	})
}
