/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rest-pack.h - bodies made smaller (RFC 9110, 8.4.1; RFC 8878) */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef enum {
  REST_PACK_NONE,
  REST_PACK_GZIP,
  REST_PACK_ZSTD,
} RestPackKind;

/* as the key file, and Content-Encoding, spell them */
extern const char *const rest_pack_kinds[];

/* used in one thread */
typedef struct _RestPack RestPack;

RestPack *rest_pack_new  (RestPackKind kind);
void      rest_pack_free (RestPack *self);
/* @out is overwritten */
void      rest_pack_run  (RestPack *self, const GString *text, GString *out);

G_END_DECLS
