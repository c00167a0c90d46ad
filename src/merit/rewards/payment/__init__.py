"""From earned to paid: lines, draws and withheld shares, statements, adjustments."""
