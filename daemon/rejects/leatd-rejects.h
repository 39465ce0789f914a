/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-rejects.h - keeps what is no frame or no record, with its raw bytes and the reason */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

/**
 * LeatdReject:
 * @source: name of the source
 * @stage: "framer", "schema", "device", "sink": who said no
 * @reason: why
 * @data: the raw bytes
 * @length: of @data
 * @status: what a peer answered: an HTTP status; 0: none did
 * @answer: (nullable): the first bytes of its answer
 * @offset: of data[0] in the source's stream
 * @arrival: of its first byte
 */
typedef struct {
  const char   *source;
  const char   *stage;
  const char   *reason;
  const guint8 *data;
  gsize         length;
  guint         status;
  GBytes       *answer;
  guint64       offset;
  LeatMoment    arrival;
} LeatdReject;

/* What became of them: all that were put are kept or lost. Any thread. */
typedef struct {
  guint64 kept;           /* came to the disk */
  guint64 lost;           /* did not: too many waited, or it could not be written */
  guint64 dropped;        /* lost, or on the disk and gave way to newer ones, older runs' too */
  guint64 dropped_bytes;
} LeatdRejectsCounts;

/* Files of JSON lines in a directory, the oldest gives way when @max_size is reached. One thread
 * writes, whoever puts never waits. */
typedef struct _LeatdRejects LeatdRejects;

LeatdRejects *leatd_rejects_new        (const char *directory, gint64 max_size, GError **error);
void          leatd_rejects_put        (LeatdRejects *self, const LeatdReject *reject);
void          leatd_rejects_get_counts (LeatdRejects *self, LeatdRejectsCounts *counts);
/* when all that was put is on the disk */
void          leatd_rejects_stop       (LeatdRejects *self);
void          leatd_rejects_free       (LeatdRejects *self);

G_END_DECLS
