"""Signs on the desk."""
