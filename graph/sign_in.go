package graph

import (
	"context"

	"github.com/graphql-go/graphql"

	"bienche/internal/auth"
)

// addSignIn adds what readers see and change of their own sign-in.
func (b *builder) addSignIn(viewer *graphql.Object) {
	session := graphql.NewObject(graphql.ObjectConfig{Name: "Session", Description: "A browser that the reader is signed in at.",
		Fields: graphql.Fields{
			"id":         {Type: nn(graphql.ID), Resolve: of(func(s auth.ListedSession) any { return EncodeID("session", s.ID) })},
			"current":    {Type: nn(graphql.Boolean), Resolve: of(func(s auth.ListedSession) any { return s.Current })},
			"createdAt":  {Type: nn(DateTime), Resolve: of(func(s auth.ListedSession) any { return s.CreatedAt })},
			"lastSeenAt": {Type: nn(DateTime), Resolve: of(func(s auth.ListedSession) any { return s.LastSeenAt })},
			"expiresAt":  {Type: nn(DateTime), Resolve: of(func(s auth.ListedSession) any { return s.ExpiresAt })},
			"userAgent":  text(func(s auth.ListedSession) string { return s.UserAgent }),
			"network":    text(func(s auth.ListedSession) string { return s.Network }),
			"locked":     {Type: nn(graphql.Boolean), Resolve: of(func(s auth.ListedSession) any { return s.Locked })},
		}})
	state := graphql.NewObject(graphql.ObjectConfig{Name: "SignInState", Description: "How the reader signs in, and how their session stands.",
		Fields: graphql.Fields{
			"totp":              {Type: nn(graphql.Boolean), Resolve: of(func(s *auth.SignInState) any { return s.Totp })},
			"recoveryCodesLeft": number(func(s *auth.SignInState) int { return s.RecoveryCodesLeft }),
			"localPassword":     {Type: nn(graphql.Boolean), Resolve: of(func(s *auth.SignInState) any { return s.LocalPassword })},
			"lockAfterSeconds":  number(func(s *auth.SignInState) int { return int(s.LockAfter.Seconds()) }),
			"expiresAt":         {Type: DateTime, Resolve: of(func(s *auth.SignInState) any { return s.ExpiresAt })},
			"confirmedUntil":    {Type: DateTime, Resolve: of(func(s *auth.SignInState) any { return s.ConfirmedUntil })},
		}})
	viewer.AddFieldConfig("sessions", &graphql.Field{Type: listOf(session), Description: "The reader's own open sessions.",
		Resolve: with(func(ctx context.Context, _ *auth.Viewer, _ none) ([]auth.ListedSession, error) {
			return b.SignIn.Sessions(ctx)
		})})
	viewer.AddFieldConfig("signIn", &graphql.Field{Type: nn(state),
		Resolve: with(func(ctx context.Context, _ *auth.Viewer, _ none) (*auth.SignInState, error) {
			return b.SignIn.State(ctx)
		})})
	payload := graphql.NewObject(graphql.ObjectConfig{Name: "ViewerPayload", Fields: graphql.Fields{
		"viewer": {Type: nn(viewer), Resolve: of(func(v *auth.Viewer) any { return v })},
	}})
	b.addSignInChanges(payload)
	b.addTotp(payload)
}

// requested is the input of a change that takes nothing but its id.
type requested struct {
	Input struct{ ClientRequestID string }
}

func (b *builder) addSignInChanges(payload *graphql.Object) {
	text := nn(graphql.String)
	type password struct {
		Input struct{ ClientRequestID, Current, Next string }
	}
	b.addMutation("changePassword", inputs("ChangePasswordInput", map[string]graphql.Input{"clientRequestId": text, "current": text, "next": text}),
		payload, call(func(ctx context.Context, in password) (*auth.Viewer, error) {
			return auth.ViewerOf(ctx), b.SignIn.ChangePassword(ctx, in.Input.ClientRequestID, in.Input.Current, in.Input.Next)
		}))
	type end struct {
		Input struct {
			ClientRequestID string
			ID              int64 `id:"session"`
		}
	}
	b.addMutation("endSession", inputs("EndSessionInput", map[string]graphql.Input{"clientRequestId": text, "id": nn(graphql.ID)}),
		payload, call(func(ctx context.Context, in end) (*auth.Viewer, error) {
			return auth.ViewerOf(ctx), b.SignIn.EndSession(ctx, in.Input.ClientRequestID, in.Input.ID)
		}))
	b.addMutation("endOtherSessions", inputs("EndOtherSessionsInput", map[string]graphql.Input{"clientRequestId": text}),
		payload, call(func(ctx context.Context, in requested) (*auth.Viewer, error) {
			return auth.ViewerOf(ctx), b.SignIn.EndOtherSessions(ctx, in.Input.ClientRequestID)
		}))
}

func (b *builder) addTotp(payload *graphql.Object) {
	clientRequestID := map[string]graphql.Input{"clientRequestId": nn(graphql.String)}
	started := graphql.NewObject(graphql.ObjectConfig{Name: "StartTotpPayload", Fields: graphql.Fields{
		"secret": text(func(s *auth.TotpSetup) string { return s.Secret }),
		"uri":    text(func(s *auth.TotpSetup) string { return s.URI }),
	}})
	b.addMutation("startTotp", inputs("StartTotpInput", clientRequestID), started,
		call(func(ctx context.Context, in requested) (*auth.TotpSetup, error) {
			return b.SignIn.StartTotp(ctx, in.Input.ClientRequestID)
		}))
	confirmed := graphql.NewObject(graphql.ObjectConfig{Name: "ConfirmTotpPayload", Fields: graphql.Fields{
		"recoveryCodes": {Type: listOf(graphql.String), Resolve: of(func(codes []string) any { return codes })},
	}})
	type confirm struct {
		Input struct{ ClientRequestID, Code string }
	}
	b.addMutation("confirmTotp", inputs("ConfirmTotpInput", map[string]graphql.Input{"clientRequestId": nn(graphql.String), "code": nn(graphql.String)}),
		confirmed, call(func(ctx context.Context, in confirm) ([]string, error) {
			return b.SignIn.ConfirmTotp(ctx, in.Input.ClientRequestID, in.Input.Code)
		}))
	b.addMutation("disableTotp", inputs("DisableTotpInput", clientRequestID), payload,
		call(func(ctx context.Context, in requested) (*auth.Viewer, error) {
			return auth.ViewerOf(ctx), b.SignIn.DisableTotp(ctx, in.Input.ClientRequestID)
		}))
}

// beforeAnythingElse are what readers may do who must do it first (auth.Ready).
var beforeAnythingElse = map[string]func(*auth.Session) bool{
	"changePassword": func(s *auth.Session) bool { return s.MustChange },
	"startTotp":      func(s *auth.Session) bool { return !s.MustChange },
	"confirmTotp":    func(s *auth.Session) bool { return !s.MustChange },
}

// holdBack makes every root field refuse readers who must do something else first.
func holdBack(root graphql.Fields) {
	for name, field := range root {
		resolve, may := field.Resolve, beforeAnythingElse[name]
		field.Resolve = func(p graphql.ResolveParams) (any, error) {
			err := auth.Ready(p.Context)
			if err != nil && (may == nil || !may(auth.SessionOf(p.Context))) {
				return nil, err
			}
			return resolve(p)
		}
	}
}
