"""What a platform demands and charges: dated data, read into one frozen profile per platform."""
