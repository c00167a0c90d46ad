"""Reading the organisation: who is where on a day, as far as the viewer may see."""
