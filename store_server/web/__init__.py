"""The doors: REST, Socket.IO and pages. A view parses, calls one use case, answers."""
