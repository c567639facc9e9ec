# tags: conf/derived:1
FROM nginx
LABEL conf=derived
ENV COLOR=red
