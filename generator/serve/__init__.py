"""The preview: watch the digest, build it again, show it in the browser."""
