# The proxy without root: its folders belong to its account, and its program carries no capability.
FROM caddy:2
RUN cp /usr/bin/caddy /tmp/caddy && mv /tmp/caddy /usr/bin/caddy \
    && mkdir -p /data /config \
    && chown -R 10002:10002 /data /config
COPY docker/Caddyfile /etc/caddy/Caddyfile
USER 10002:10002
