/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-source.h - what the sources of all families are made of: options, link, records */
#pragma once
#include "vision-records.h"
#include "vision-session.h"
G_BEGIN_DECLS

/**
 * VisionSource:
 * @source: first
 * @options: of VISION_OPTIONS
 * @session: what is said to the machine; made by vision_source_init()
 * @records: what its results become; likewise
 *
 * First member of every family's source.
 */
typedef struct {
  LeatSource     source;
  VisionOptions  options;
  VisionSession *session;
  VisionRecords *records;
  GSource       *timer;
} VisionSource;

/* For init() of a family, when its grammar is filled in: judges the options. @grammar: outlives
 * the source; what say() and understand() are given. */
gboolean    vision_source_init    (VisionSource *self, const VisionLanguage *language,
                                   gconstpointer grammar, GError **error);

/* members of the classes */
void        vision_source_clear   (LeatSource *source);
LeatSchema *vision_source_shape   (LeatSource *source, LeatSchema *schema,
                                   LeatFindSchemaFunc find, gpointer finder, GError **error);
gboolean    vision_source_start   (LeatSource *source, GCancellable *cancellable, GError **error);
void        vision_source_stop    (LeatSource *source);
LeatVerdict vision_source_frame   (LeatSource *source, LeatStream *stream, const LeatFrame *frame,
                                   const LeatArrival *arrival, LeatBatch *batch, GError **error);
void        vision_source_command (LeatSource *source, LeatCommand *command);

#define VISION_SCHEMES "serial usb tcp listen tls udp unix ws wss exec file"

#define VISION_CLASS_MEMBERS       \
  .schemes = VISION_SCHEMES,       \
  .clear = vision_source_clear,    \
  .shape = vision_source_shape,    \
  .start = vision_source_start,    \
  .stop = vision_source_stop,      \
  .frame = vision_source_frame,    \
  .command = vision_source_command

extern const LeatSourceClass vision_dataman_class;
extern const LeatSourceClass vision_in_sight_class;
extern const LeatSourceClass vision_keyence_cvx_class;
extern const LeatSourceClass vision_keyence_im_class;
extern const LeatSourceClass vision_keyence_iv3_class;
extern const LeatSourceClass vision_keyence_sr_class;
extern const LeatSourceClass vision_omron_class;
extern const LeatSourceClass vision_pv200_class;
extern const LeatSourceClass vision_pv310_class;

G_END_DECLS
