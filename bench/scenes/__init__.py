"""Seeded scenes of people who walk, drawn by ourselves, with what a counting camera should say."""
