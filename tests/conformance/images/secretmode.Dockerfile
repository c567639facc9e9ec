# tags: conf/secretmode:1
FROM nginx
ENV MODE=production
