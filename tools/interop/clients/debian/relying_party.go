// One flow of go-oidc, settings as JSON in INTEROP_SETTINGS.
package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"net/url"
	"os"
	"strings"

	oidc "github.com/coreos/go-oidc"
	"golang.org/x/oauth2"
)

func main() {
	var settings struct{ Issuer, ClientID, ClientSecret, RedirectURI string }
	check(json.Unmarshal([]byte(os.Getenv("INTEROP_SETTINGS")), &settings))
	ctx := context.Background()
	// region page
	provider, err := oidc.NewProvider(ctx, settings.Issuer)
	check(err)
	config := oauth2.Config{
		ClientID:     settings.ClientID,
		ClientSecret: settings.ClientSecret,
		RedirectURL:  settings.RedirectURI,
		Endpoint:     provider.Endpoint(),
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email"},
	}
	// A random value of each request, from 43 characters on.
	verifier := strings.Repeat("a", 48)
	challenge := sha256.Sum256([]byte(verifier))
	address := config.AuthCodeURL("state",
		oauth2.SetAuthURLParam("code_challenge", base64.RawURLEncoding.EncodeToString(challenge[:])),
		oauth2.SetAuthURLParam("code_challenge_method", "S256"))
	// endregion
	fmt.Println("VISIT " + address)
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	check(err)
	answer, err := url.Parse(strings.TrimSpace(line))
	check(err)
	token, err := config.Exchange(ctx, answer.Query().Get("code"), oauth2.SetAuthURLParam("code_verifier", verifier))
	check(err)
	raw, _ := token.Extra("id_token").(string)
	idToken, err := provider.Verifier(&oidc.Config{ClientID: settings.ClientID}).Verify(ctx, raw)
	check(err)
	person, err := provider.UserInfo(ctx, config.TokenSource(ctx, token))
	check(err)
	if idToken.Subject != "ada" || person.Email != "ada@example.com" {
		log.Fatalf("error: it is about %s, %s", idToken.Subject, person.Email)
	}
}

func check(err error) {
	if err != nil {
		log.Fatalf("error: %v", err)
	}
}
