#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# certificates.sh - makes certificates for tests: a signer, and servers right and wrong
# usage: certificates.sh FOLDER
set -eu
cd "$1"

# key NAME
key () {
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null
}

# signed NAME SUBJECT-ALTERNATIVE-NAME BEGIN END
signed () {
  key "$1"
  printf 'subjectAltName=%s\n' "$2" >"$1.ext"
  openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
  openssl ca -batch -notext -config ca.conf -in "$1.csr" -out "$1.crt" -extfile "$1.ext" \
    -startdate "$3" -enddate "$4" 2>/dev/null
  cat "$1.crt" "$1.key" >"$1.pem"
}

cat >ca.conf <<'END'
[ca]
default_ca=own
[own]
database=index
serial=serial
new_certs_dir=.
certificate=ca.crt
private_key=ca.key
default_md=sha256
policy=any
unique_subject=no
[any]
commonName=supplied
END
: >index
echo 01 >serial
key ca
openssl req -x509 -key ca.key -subj '/CN=ca' -days 20000 -out ca.crt
signed good IP:127.0.0.1,DNS:localhost 20200101000000Z 20700101000000Z
signed other-name DNS:other.example 20200101000000Z 20700101000000Z
signed expired IP:127.0.0.1 20200101000000Z 20210101000000Z
signed future IP:127.0.0.1 20600101000000Z 20700101000000Z
signed client DNS:gateway.example 20200101000000Z 20700101000000Z

# a key that a password guards: in a PKCS #12 file, and as PEM
openssl pkcs12 -export -in client.crt -inkey client.key -passout pass:hush -out client.p12
openssl pkey -in client.key -aes256 -passout pass:hush -out guarded.key

# what people are told to do to learn a pin
openssl x509 -in good.crt -noout -pubkey | openssl pkey -pubin -outform der |
  openssl dgst -sha256 -binary | openssl base64 >good.pin
