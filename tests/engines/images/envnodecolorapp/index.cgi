#!/bin/sh
# The page, in the colour that the container's environment says at this moment.
printf 'Content-Type: text/html; charset=utf-8\r\n\r\n'
cat <<PAGE
<!DOCTYPE html>
<html>
<head><title>ENV Node Color App</title></head>
<body style="background-color: $COLOR"><h1>$COLOR</h1></body>
</html>
PAGE
