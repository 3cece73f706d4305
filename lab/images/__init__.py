"""Pictures: accepting an upload, measuring it once, keeping it and its smaller renditions."""
