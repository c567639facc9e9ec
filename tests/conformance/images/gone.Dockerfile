# tags: conf/gone:1
FROM alpine
LABEL conf=gone
CMD ["sleep", "1"]
