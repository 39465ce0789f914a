/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness.h - what is checked of a module, by what, and what comes of it */
#pragma once
#include "leat-host.h"
G_BEGIN_DECLS

typedef enum {
  HARNESS_SOURCE,
  HARNESS_LINK,
  HARNESS_FRAMER,
  HARNESS_SINK,
} HarnessKind;

/**
 * Harness:
 * @plugin: what is checked; %NULL: @command is
 * @command: (nullable): words of a program that speaks JSON lines
 * @keyfile: (nullable): a group of it for each class that needs options
 * @schema: what the records for sinks look like
 * @stream: (nullable): bytes as the device sends them
 * @rounds: how often what is repeated is repeated
 * @seed: of what is drawn by lot
 * @directory: for whatever is written; gone afterwards
 *
 * One run of the harness.
 */
typedef struct {
  const LeatPlugin *plugin;
  char **command;
  LeatKeyfile *keyfile;
  LeatSchema *schema;
  GBytes *stream;
  int rounds;
  int seed;
  char *directory;
} Harness;

/* speed is measured on a fixed amount, or on what gets done in that time: µs */
#define HARNESS_SPEED_TIME (5 * G_USEC_PER_SEC)

typedef struct _HarnessCheck HarnessCheck;

/* in a process of its own; FALSE with an error: what is wrong, or with LEAT_ERROR_NOT_FOUND what is
 * missing to check it */
typedef gboolean (*HarnessFunc) (HarnessCheck *self, GError **error);

/**
 * HarnessCheck:
 * @harness: the run
 * @name: "framer/delimiter/cuts"
 * @func: what checks it
 * @kind: of @klass
 * @klass: a LeatSourceClass, …
 * @option: (nullable): the one that it is about
 * @notes: what people may like to know, a line each
 *
 * One line of the harness's answer.
 */
struct _HarnessCheck {
  const Harness *harness;
  char *name;
  HarnessFunc func;
  HarnessKind kind;
  gconstpointer klass;
  const LeatOption *option;
  GString *notes;
};

/* --- which checks there are --- */

/* of HarnessCheck */
GPtrArray *harness_list (const Harness *harness);
/* likewise, of @command */
GPtrArray *harness_list_program (const Harness *harness);
void       harness_check_free (gpointer check);
void       harness_add  (GPtrArray *checks, const Harness *harness, HarnessKind kind,
                         gconstpointer klass, const char *what, HarnessFunc func);
void       harness_add_options (GPtrArray *checks, const Harness *harness, HarnessKind kind,
                                gconstpointer klass);
void       harness_add_framer  (GPtrArray *checks, const Harness *harness,
                                const LeatFramerClass *klass);
void       harness_add_sink    (GPtrArray *checks, const Harness *harness,
                                const LeatSinkClass *klass);
void       harness_add_source  (GPtrArray *checks, const Harness *harness,
                                const LeatSourceClass *klass);
void       harness_add_link    (GPtrArray *checks, const Harness *harness,
                                const LeatLinkClass *klass);

/* --- running them --- */

/* TAP to stdout; FALSE: one is not ok */
gboolean   harness_run  (GPtrArray *checks);
void       harness_note (HarnessCheck *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean   harness_wrong (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* what is missing to check it */
gboolean   harness_lacks (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* FALSE: a function that gave @done did not set @error, or set it for nothing; then @error is
 * about that */
gboolean   harness_is_told (gboolean done, GError **error, const char *function);

/* --- classes and instances --- */

const char       *harness_class_name    (HarnessKind kind, gconstpointer klass);
const LeatOption *harness_class_options (HarnessKind kind, gconstpointer klass);
/* the group of the key file that is about a class; NULL: there is none */
const LeatGroup  *harness_find_group    (const Harness *self, HarnessKind kind,
                                         gconstpointer klass);
/* what a framer may ask: for framers by name */
gpointer          harness_framer_host   (const Harness *self);
/* with what its group says; init() was not called */
gpointer          harness_make          (HarnessCheck *self, GError **error);
gboolean          harness_init          (HarnessCheck *self, gpointer instance, GError **error);
void              harness_free          (HarnessCheck *self, gpointer instance);
/* init() too; what it misses is lacking, if there is no group that could have it */
gboolean          harness_ready         (HarnessCheck *self, gpointer instance, GError **error);
gpointer          harness_make_ready    (HarnessCheck *self, GError **error);

/* --- what they are fed with --- */

/* sealed, every type and every quality; @n: 0: one of each kind of value */
LeatBatch        *harness_records_new   (LeatSchema *schema, const char *source, guint n,
                                         GRand *random);
/* a schema with a field of every type */
LeatSchema       *harness_schema_new    (void);
/* bytes that a framer of these options may stumble over */
GBytes           *harness_stream_new    (const Harness *self, const LeatOption *options,
                                         gconstpointer instance, gsize length, GRand *random);

/* --- what was left behind --- */

/* descriptors that this process has open */
guint             harness_count_descriptors (void);
/* calls of malloc() and the like so far, of all threads */
guint64           harness_count_allocations (void);

/* --- a host for one source: gives it a link of its own, and sees what it does --- */

typedef struct _HarnessHost HarnessHost;

/**
 * HarnessHost:
 * @table: first: what the source calls
 * @check: whose it is
 * @source: (nullable): the one it is about
 * @link: (nullable): while it is open
 * @peer: the other end of the link; -1: there is none
 * @facts: what it was to remember
 * @origin: of its streams
 * @mutex: of what follows
 * @told: something has happened
 * @cancelled: it is to stop: pushes are not taken any more
 * @begun: its start() or run() was called: stop() follows
 * @stopped: its stop() has come back: it does nothing any more
 * @late: what it did all the same; static text
 * @n_pushes: it has pushed so often
 */
struct _HarnessHost {
  LeatSourceHost table;
  HarnessCheck *check;
  LeatSource *source;
  LeatLink *link;
  int peer;
  GHashTable *facts;
  LeatOrigin *origin;
  GMutex mutex;
  GCond told;
  gboolean cancelled;
  gboolean begun;
  gboolean stopped;
  const char *late;
  guint n_pushes;
};

gboolean harness_host_begin (HarnessHost *self, HarnessCheck *check, GError **error);
void     harness_host_end   (HarnessHost *self);
/* its link is closed */
void     harness_host_close (HarnessHost *self);

extern const LeatLinkClass harness_pair_class;

G_END_DECLS
