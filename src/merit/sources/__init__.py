"""Files and profiles to fact rows and Problems."""
