"""The house's own device protocol, version 1, which every agent of ours speaks."""
