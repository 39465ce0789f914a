/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-decode-csv.c - any frame as columns */
#include "decode-frames.h"

#define FIELD(NAME, COLUMN, TYPE, MORE) "[field " NAME "]\ncolumn=" COLUMN "\ntype=" TYPE "\n" MORE

static const char *const texts[] = {
  "[schema]\nname=pv200\ncolumns=6\nshortage=reject\n"
  FIELD ("clock", "1-2", "time",
    "pattern=%y/%m/%d,%H:%M:%S\ntimezone=Europe/Berlin\nrequired=yes\n")
  FIELD ("num", "3", "int", "required=yes\n")
  FIELD ("gap", "5", "decimal", "missing=***\nminimum=0\nlower-limit=1.5\nupper-limit=2\n")
  "[field verdict]\njudgement=gap\n",

  "[schema]\nname=all\nsurplus=mark\ntrailing-delimiter=required\n"
  FIELD ("on", "1", "bool", "true=ON\nfalse=OFF\n")
  FIELD ("hex", "2", "int", "base=auto\nsaturated=255\n")
  FIELD ("ratio", "3", "double", "maximum=1.5\n")
  FIELD ("bytes", "4", "bytes", "")
  FIELD ("base64", "5", "bytes", "bytes-as=base64\nmax-length=8\n")
  FIELD ("kanji", "6-7", "string", "encoding=shift-jis\n")
  FIELD ("verdict", "8", "string", "role=judgement\ngood=OK\nbad=NG\n"),

  "[schema]\nname=comma\ndelimiter=;\ndecimal-comma=yes\nspaced-sign=yes\nquote='\nsurplus=reject\n"
  FIELD ("gap", "1", "decimal", "maximum=9.99\n")
  FIELD ("text", "2", "string", "encoding=latin-1\nmax-length=5\n")
  FIELD ("number", "3", "double", "")
  FIELD ("time", "4", "time", "pattern=%d-%b-%Y %I:%M:%S.%f %p %z\n"),

  "[schema]\nname=raw\ndelimiter=\\x00\ntrim=no\nquote=none\ntrailing-delimiter=no\n"
  FIELD ("text", "1", "string", "") FIELD ("same", "1", "string", "required=yes\n")
  FIELD ("far", "40", "int", ""),
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  return decode_frame (texts, G_N_ELEMENTS (texts), data, size);
}
