/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-header.h - what stands before a picture that is pushed */
#pragma once
#include <leat.h>
G_BEGIN_DECLS

/* 4 bytes of size, 4 of type, 128 of a file name, then the picture (Cognex DataMan, field notes).
 * Neither the order of the bytes is known nor what the size counts: whoever reads it is told. */
#define PUSH_HEADER      136
#define PUSH_TYPE_AT     4
#define PUSH_NAME_AT     8
#define PUSH_NAME_LENGTH 128

typedef enum {
  PUSH_BIG,
  PUSH_LITTLE,
  PUSH_N_ORDERS,
} PushOrder;

typedef enum {
  PUSH_COUNTS_DATA, /* the picture alone */
  PUSH_COUNTS_NAME, /* and the file name */
  PUSH_COUNTS_TYPE, /* and the type: all that follows the size */
  PUSH_COUNTS_ALL,  /* and the size itself */
  PUSH_N_COUNTS,
} PushCounts;

/* both as the options of a framer have them: a PushOrder, a PushCounts */
typedef struct {
  int order;
  int counts;
} PushGrammar;

/* @header: PUSH_HEADER bytes. What its size says */
guint32  pictures_header_get_number (const guint8 *header, PushOrder order);
/* bytes of the picture; negative: the size does not even count what it has to */
gint64   pictures_header_get_size   (const PushGrammar *grammar, const guint8 *header);
/* no name of a file has characters that control a terminal */
gboolean pictures_header_has_name   (const guint8 *header);
/* (transfer full): a name for the picture in any folder, not hidden: no path, UTF-8, not empty */
char    *pictures_header_make_name  (const guint8 *header);
/* (transfer full): hexadecimal; what it means is not known */
char    *pictures_header_make_type  (const guint8 *header);

G_END_DECLS
