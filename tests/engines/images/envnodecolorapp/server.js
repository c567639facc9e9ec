// Stands where the application would; the stand-in for node serves cgi-bin/index.cgi instead.
