"""What all tests of the server share."""

from tests.hashes import quick_hashes as quick_hashes
