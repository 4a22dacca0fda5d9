"""An edition by mail: written as a file, handed to a server, remembered. Only here is mail sent."""
