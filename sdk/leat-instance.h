/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-instance.h - the host's half of the plugin structs: what the sdk calls up to */
#pragma once
#include "leat-framer.h"
#include "leat-link.h"
#include "leat-sink.h"
#include "leat-source.h"
G_BEGIN_DECLS
#pragma GCC visibility push(default)

/* `host` of a LeatSource, LeatLink, LeatFramer or LeatSink points to a struct that begins with one
 * of these. All members must be set; each is called in the thread that the public function of its
 * name names. */
typedef struct {
  LeatLink         *(*open_link)   (LeatSource *source, GCancellable *cancellable, GError **error);
  LeatStream       *(*open_stream) (LeatSource *source, const char *peer);
  gboolean          (*write)       (LeatSource *source, GBytes *bytes, GError **error);
  LeatPush          (*push_batch)  (LeatSource *source, LeatBatch *batch, LeatSettledFunc settled,
                                    gpointer user_data, GDestroyNotify notify);
  void              (*fail)        (LeatSource *source, GError *error);
  void              (*note)        (LeatSource *source, const char *event, const char *text);
  char             *(*recall)      (LeatSource *source, const char *key);
  gboolean          (*remember)    (LeatSource *source, const char *key, const char *value,
                                    GError **error);
  void              (*each_component) (LeatSource *source, LeatComponentFunc func,
                                       gpointer user_data);
  const char       *(*get_state_dir) (LeatSource *source);   /* may be NULL: there is none */
  void              (*hold)        (LeatSource *source, const char *reason); /* likewise */
} LeatSourceHost;

typedef struct {
  LeatPush          (*push_bytes)  (LeatStream *stream, const guint8 *data, gsize length,
                                    const LeatArrival *arrival);
  LeatPush          (*push_frame)  (LeatStream *stream, const guint8 *data, gsize length,
                                    const LeatArrival *arrival, LeatSettledFunc settled,
                                    gpointer user_data, GDestroyNotify notify);
  const LeatOrigin *(*get_origin)  (LeatStream *stream);
  void              (*when_settled) (LeatStream *stream, LeatSettledFunc settled,
                                     gpointer user_data, GDestroyNotify notify);
} LeatStreamHost;

/* first member of the host's streams and commands */
struct _LeatStream {
  const LeatStreamHost *host;
};

struct _LeatCommand {
  char     *name;
  GVariant *argument;
  /* (transfer full) one of the two */
  void    (*answer) (LeatCommand *command, GVariant *answer, GError *error);
};

typedef struct {
  void              (*count)       (LeatLink *link, const char *counter, guint64 n);
  void              (*note)        (LeatLink *link, const char *event, const char *text);
  const char       *(*get_source)  (LeatLink *link);     /* may be NULL: there is none */
  void              (*found)       (LeatLink *link);     /* may be NULL: it is not tried again */
} LeatLinkHost;

typedef struct {
  LeatFramer       *(*resolve)     (LeatFramer *parent, const char *name, GError **error);
} LeatFramerHost;

typedef struct {
  void              (*retry_after) (LeatSink *sink, gint64 microseconds);
  void              (*answer)      (LeatSink *sink, guint status, gconstpointer body,
                                    gsize length);
  void              (*note)        (LeatSink *sink, const char *event, const char *text);
  gboolean          (*remember)    (LeatSink *sink, const char *key, const char *value,
                                    GError **error);
  char             *(*recall)      (LeatSink *sink, const char *key);
  const char       *(*get_state_dir) (LeatSink *sink);   /* may be NULL: there is none */
  void              (*warn)        (LeatSink *sink, const char *event, const char *text);
  gboolean          (*progress)    (LeatSink *sink, guint64 done, guint64 total); /* likewise */
  const char       *(*get_name)    (LeatSink *sink);         /* may be NULL: it has none */
  gboolean          (*has_more)    (LeatSink *sink);         /* may be NULL: nothing is there */
} LeatSinkHost;

/* An instance of a class: zeroed, with presets set. The host then sets options by leat_option_set()
 * or leat_group_fill(), sets `host`, calls init(), and in the end frees it, which calls clear() if
 * init() was called. */
LeatSource *leat_source_instance_new  (const LeatSourceClass *klass);
gboolean    leat_source_instance_init (LeatSource *self, GError **error);
void        leat_source_instance_free (LeatSource *self);
LeatLink   *leat_link_instance_new    (const LeatLinkClass *klass);
gboolean    leat_link_instance_init   (LeatLink *self, GError **error);
void        leat_link_instance_free   (LeatLink *self);
LeatFramer *leat_framer_instance_new  (const LeatFramerClass *klass);
gboolean    leat_framer_instance_init (LeatFramer *self, GError **error);
LeatSink   *leat_sink_instance_new    (const LeatSinkClass *klass);
gboolean    leat_sink_instance_init   (LeatSink *self, GError **error);
void        leat_sink_instance_free   (LeatSink *self);

#pragma GCC visibility pop
G_END_DECLS
