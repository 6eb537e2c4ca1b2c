"""What `accueil doctor` looks at, by where it looks."""
