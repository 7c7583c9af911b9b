"""The command ``polemos``: one room per command, loaded only when it is asked for."""
