class Refused(Exception):
    """Why a backup isn't made or put back, in a sentence for whoever runs the command. Nothing has been changed."""
