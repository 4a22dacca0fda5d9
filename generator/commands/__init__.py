"""The commands of the command line, one file each; each loads what it needs when it runs."""
