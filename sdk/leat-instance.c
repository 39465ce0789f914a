/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-instance.c - makes and frees instances of plugin classes */
#include <stddef.h>

#include "leat-instance.h"

#include "leat-option-host.h"
#include "leat-plugin.h"

/* What the host must know of an instance and the frozen structs have no room for; it lies in front
 * of the instance. Its size keeps the alignment of malloc(). */
typedef union {
  gboolean judged; /* init() was called: clear() is due */
  max_align_t alignment;
} Prologue;

static Prologue *
get_prologue (gpointer instance)
{
  return (Prologue *) instance - 1;
}

static gpointer
new_instance (gsize size, const LeatOption *options)
{
  Prologue *prologue = g_malloc0 (sizeof (Prologue) + size);

  leat_options_preset (options, prologue + 1);
  return prologue + 1;
}

static void
free_instance (gpointer instance, const LeatOption *options)
{
  leat_options_clear (options, instance);
  g_free (get_prologue (instance));
}

/* The classes differ, what is done with them does not: new() gives a zeroed instance with its
 * presets, init() lets the plugin judge its options, free (of %NULL too) calls clear() if init()
 * was called. All in the main thread. */
#define DEFINE_INSTANCE(Type, type, free_name) \
  Type *leat_##type##_instance_new (const Type##Class *klass) \
  { \
    Type *self = new_instance (klass->instance_size, klass->options); \
\
    self->klass = klass; \
    return self; \
  } \
\
  gboolean leat_##type##_instance_init (Type *self, GError **error) \
  { \
    get_prologue (self)->judged = TRUE; \
    return !LEAT_CLASS_HAS (self->klass, init) || self->klass->init (self, error); \
  } \
\
  void free_name (Type *self) \
  { \
    if (self == NULL) \
      return; \
    if (get_prologue (self)->judged && LEAT_CLASS_HAS (self->klass, clear)) \
      self->klass->clear (self); \
    free_instance (self, self->klass->options); \
  }

DEFINE_INSTANCE (LeatSource, source, leat_source_instance_free)
DEFINE_INSTANCE (LeatLink, link, leat_link_instance_free)
DEFINE_INSTANCE (LeatSink, sink, leat_sink_instance_free)

/**
 * leat_framer_free:
 * @self: (transfer full) (nullable): a framer
 *
 * Frees a framer that leat_framer_new() has made. Main thread.
 */
DEFINE_INSTANCE (LeatFramer, framer, leat_framer_free)
