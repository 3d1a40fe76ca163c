#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
#
# Runs in the PostgreSQL container when its database is made: an ordinary user who
# owns one database, so that the walls between administrations hold him too. The
# user who may do everything gets no password: he cannot come in by the network.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --set=password="$(cat /run/secrets/postgres-password)" --username postgres --dbname postgres <<'SQL'
CREATE ROLE rentmeester LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE rentmeester OWNER rentmeester;
ALTER ROLE postgres PASSWORD NULL;
SQL
