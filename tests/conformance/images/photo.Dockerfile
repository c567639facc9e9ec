# tags: conf/photo:1
FROM alpine
ENV COLOR=red EMPTY=
LABEL course=docker101
WORKDIR /app/
USER node
EXPOSE 3000
VOLUME /data
HEALTHCHECK --interval=10s CMD ["true"]
STOPSIGNAL SIGINT
ENTRYPOINT ["sh", "-c"]
CMD ["sleep 1"]
