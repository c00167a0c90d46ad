"""培训: needs found from results, courses, attendance, results before and after."""
