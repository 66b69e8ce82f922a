# Passant in a container. `docker build -t passant .`; how to run it is in docs/shipping.md.

ARG NODE=24-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /source
COPY . .
RUN ["node", "tools/package.mjs", "--folder", "/opt/passant"]
# A new volume takes owner and rights from what is there in the image.
RUN ["install", "--directory", "--mode=700", "--owner=1000", "--group=1000", "/opt/data"]

FROM node:${NODE}
COPY --from=build /opt/passant /opt/passant
COPY --from=build --chown=1000:1000 /opt/data /data
WORKDIR /opt/passant
# The user `node` of the base image, as a number: Kubernetes sees from it that this is not root.
USER 1000:1000
# HOST is not a loopback address, so PASSANT_PUBLIC_URL has to be given. Without a limit, glibc keeps a pool of freed
# memory for each of Node's threads.
ENV NODE_ENV=production MALLOC_ARENA_MAX=2 HOST=0.0.0.0 PORT=3000 PASSANT_DATA_DIR=/data
EXPOSE 3000
# Nothing is written anywhere else: the root may be read-only.
VOLUME ["/data"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "healthy.mjs"]
ENTRYPOINT ["node", "passant.mjs"]
