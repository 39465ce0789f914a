/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-schema-private.h - what a schema is made of: for the files that load it and decode by it */
#pragma once
#include "leat-decode.h"
#include "leat-option-private.h"
#include "leat-schema-host.h"
G_BEGIN_DECLS

struct _LeatSchema {
  int          n_refs;
  char        *name;
  char        *summary;
  char        *hash;
  char        *text;       /* NULL: it was not loaded */
  LeatField   *fields;
  guint        n_fields;
  LeatDecoder *decoder;    /* NULL: no frame can become a record of it */
  LeatKeyfile *keyfile;    /* for its examples; NULL: it was not loaded */
};

G_END_DECLS
