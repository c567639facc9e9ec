"""`make bench`: how long grader takes, beside what people would use instead, as ratios."""
