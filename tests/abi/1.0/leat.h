/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat.h - all headers of this version in one, without comments: kept so that plugins
 * built against it go on loading; never changed */
#pragma once


#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct {
  gsize      struct_size;
  gint64     timeout;
  gint64     settle;
  gint64     gap;
  guint      n_frames;
  gboolean (*fits) (const guint8 *data, gsize length, gpointer user_data);
  gboolean (*ends) (const guint8 *data, gsize length, gpointer user_data);
  gpointer   user_data;
} LeatQuestion;

typedef enum {
  LEAT_ASK_FREE,
  LEAT_ASK_ASKED,
  LEAT_ASK_RESTING,
  LEAT_ASK_SETTLING,
} LeatAskState;

typedef enum {
  LEAT_ASK_UNASKED,
  LEAT_ASK_PART,
  LEAT_ASK_ANSWER,
  LEAT_ASK_END,
  LEAT_ASK_LATE,
  LEAT_ASK_AGAIN,
} LeatAskVerdict;

typedef struct _LeatAsk LeatAsk;

LeatAsk       *leat_ask_new            (void);
void           leat_ask_free           (LeatAsk *self);
void           leat_ask_reset          (LeatAsk *self, gint64 now, gint64 settle);
void           leat_ask_put            (LeatAsk *self, gint64 now, const LeatQuestion *question);
LeatAskVerdict leat_ask_frame          (LeatAsk *self, gint64 now, const guint8 *data,
                                        gsize length);
void           leat_ask_seen           (LeatAsk *self, gint64 now);
void           leat_ask_resume         (LeatAsk *self, gint64 now);
gboolean       leat_ask_is_given_up    (LeatAsk *self, gint64 now);
gint64         leat_ask_get_due        (const LeatAsk *self);
LeatAskState   leat_ask_get_state      (const LeatAsk *self);
guint          leat_ask_get_n_frames   (const LeatAsk *self);
gboolean       leat_ask_is_doubtful    (const LeatAsk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatAsk, leat_ask_free)
#pragma GCC visibility pop
G_END_DECLS

#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

#define LEAT_NSEC_PER_SEC G_GINT64_CONSTANT (1000000000)

typedef struct {
  gint64 time;
  gint64 monotonic;
} LeatMoment;

typedef LeatMoment (*LeatClockFunc) (gpointer user_data);

LeatMoment leat_clock_now       (void);
gboolean   leat_clock_is_synced (void);
void       leat_clock_inject    (LeatClockFunc func, gpointer user_data);

#pragma GCC visibility pop
G_END_DECLS

#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef enum {
  LEAT_ERROR_FAILED,
  LEAT_ERROR_CONFIG,
  LEAT_ERROR_PLUGIN,
  LEAT_ERROR_DISCONNECTED,
  LEAT_ERROR_BUSY,
  LEAT_ERROR_REJECTED,
  LEAT_ERROR_HELD,
  LEAT_ERROR_MALFORMED,
  LEAT_ERROR_FULL,
  LEAT_ERROR_DENIED,
  LEAT_ERROR_NOT_FOUND,
  LEAT_ERROR_TIMED_OUT,
} LeatError;

#define LEAT_ERROR (leat_error_quark ())
GQuark leat_error_quark (void);

gboolean leat_error_fail (GError **error, LeatError code, const char *format,
                          ...) G_GNUC_PRINTF (3, 4);

void     leat_error_join (GError **all, GError *one);

#pragma GCC visibility pop
G_END_DECLS

#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef enum {
  LEAT_TYPE_BOOL,
  LEAT_TYPE_INT,
  LEAT_TYPE_DECIMAL,
  LEAT_TYPE_DOUBLE,
  LEAT_TYPE_TIME,
  LEAT_TYPE_STRING,
  LEAT_TYPE_BYTES,
} LeatType;

typedef enum {
  LEAT_QUALITY_GOOD,
  LEAT_QUALITY_MISSING,
  LEAT_QUALITY_OVERFLOW,
  LEAT_QUALITY_UNDERFLOW,
  LEAT_QUALITY_DEVICE_ERROR,
  LEAT_QUALITY_UNDECODABLE,
  LEAT_QUALITY_SATURATED,
  LEAT_QUALITY_UNSTABLE,
  LEAT_QUALITY_IMPLAUSIBLE,
  LEAT_QUALITY_AMBIGUOUS,
  LEAT_QUALITY_SUSPECT,
} LeatQuality;

typedef struct {
  union {
    gboolean      boolean;
    gint64        integer;
    double        number;
    const char   *string;
    const guint8 *bytes;
  };
  guint32 length;
  guint8  type;
  guint8  scale;
  guint8  quality;
  guint8  reserved;
} LeatValue;

#ifndef __GI_SCANNER__
G_STATIC_ASSERT (sizeof (LeatValue) == 16);
#endif

#define LEAT_SCALE_MAX        18
#define LEAT_SCALE_MASK       0x1f
#define LEAT_SCALE_MINUS_ZERO 0x80

#define LEAT_VALUE_TEXT_MAX 48

gboolean    leat_value_is_present    (const LeatValue *self);
gboolean    leat_value_is_text       (const LeatValue *self);
LeatQuality leat_value_get_quality   (const LeatValue *self);
double      leat_value_get_double    (const LeatValue *self);
char       *leat_value_write         (const LeatValue *self, char *text);
char       *leat_time_write          (gint64 time, char *text);
gboolean    leat_time_read           (const char *text, GTimeZone *zone, gint64 *time);

const char *leat_type_get_name       (LeatType type);
gboolean    leat_type_from_name      (const char *name, LeatType *type);
const char *leat_quality_get_name    (LeatQuality quality);

#pragma GCC visibility pop
G_END_DECLS
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatBatch  LeatBatch;
typedef struct _LeatOrigin LeatOrigin;

typedef enum {
  LEAT_ROLE_NONE,
  LEAT_ROLE_JUDGEMENT,
  LEAT_ROLE_COUNTER,
  LEAT_ROLE_PART,
  LEAT_ROLE_PROGRAM,
  LEAT_ROLE_CAMERA,
  LEAT_ROLE_TIME,
} LeatRole;

typedef struct {
  const char *name;
  LeatType    type;
  LeatRole    role;
  const char *unit;
  const char *summary;
  gpointer    reserved[3];
} LeatField;

typedef struct _LeatSchema LeatSchema;

LeatSchema      *leat_schema_new          (const char *name, const LeatField *fields,
                                           guint n_fields);
LeatSchema      *leat_schema_load         (const char *path, GError **error);
LeatSchema      *leat_schema_new_from_text (const char *name, const char *text, gssize length,
                                           GError **error);
LeatSchema      *leat_schema_ref          (LeatSchema *self);
void             leat_schema_unref        (LeatSchema *self);
const char      *leat_schema_get_name     (const LeatSchema *self);
const char      *leat_schema_get_summary  (const LeatSchema *self);
const char      *leat_schema_get_hash     (const LeatSchema *self);
const char      *leat_schema_get_text     (const LeatSchema *self);
guint            leat_schema_get_n_fields (const LeatSchema *self);
const LeatField *leat_schema_get_field    (const LeatSchema *self, guint index);
gboolean         leat_schema_find_field   (const LeatSchema *self, const char *name, guint *index);
gboolean         leat_schema_find_role    (const LeatSchema *self, LeatRole role, guint *index);

gboolean         leat_schema_decode       (LeatSchema *self, const guint8 *frame, gsize length,
                                           LeatBatch *batch, const LeatOrigin *origin,
                                           LeatMoment arrival, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatSchema, leat_schema_unref)
#pragma GCC visibility pop
G_END_DECLS
G_BEGIN_DECLS
#pragma GCC visibility push(default)

struct _LeatOrigin {
  gsize              struct_size;
  const char        *source;
  const char        *epoch;
  LeatSchema        *schema;
  const char        *gateway;
  const char *const *tags;
};

LeatOrigin *leat_origin_new   (const char *source, const char *epoch, LeatSchema *schema,
                               const char *gateway, const char *const *tags);
LeatOrigin *leat_origin_ref   (const LeatOrigin *self);
void        leat_origin_unref (const LeatOrigin *self);
char       *leat_epoch_new    (void);

typedef enum {
  LEAT_RECORD_TEST           = 1 << 0,
  LEAT_RECORD_CLOCK_UNSYNCED = 1 << 1,
  LEAT_RECORD_LINE_ERROR     = 1 << 2,
  LEAT_RECORD_SURPLUS        = 1 << 3,
} LeatRecordFlags;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"

typedef struct {
  gint64            time;
  gint64            monotonic;
  guint64           sequence;
  const LeatOrigin *origin;
  const guint8     *frame;
  guint32           frame_length;
  guint32           flags;
  LeatValue         values[];
} LeatRecord;
#pragma GCC diagnostic pop

LeatBatch *leat_batch_new   (guint capacity);
LeatBatch *leat_batch_ref   (LeatBatch *self);
void       leat_batch_unref (LeatBatch *self);

void       leat_batch_append           (LeatBatch *self, const LeatOrigin *origin,
                                        LeatMoment arrival);
void       leat_batch_set_bool         (LeatBatch *self, guint field, gboolean value);
void       leat_batch_set_int          (LeatBatch *self, guint field, gint64 value);
void       leat_batch_set_decimal      (LeatBatch *self, guint field, gint64 digits, guint8 scale);
gboolean   leat_batch_set_decimal_text (LeatBatch *self, guint field, const char *text,
                                        gsize length);
void       leat_batch_set_double       (LeatBatch *self, guint field, double value);
void       leat_batch_set_time         (LeatBatch *self, guint field, gint64 value);
void       leat_batch_set_string       (LeatBatch *self, guint field, const char *value,
                                        gssize length);
void       leat_batch_set_bytes        (LeatBatch *self, guint field, gconstpointer data,
                                        gsize length);
void       leat_batch_set_quality      (LeatBatch *self, guint field, LeatQuality quality);
void       leat_batch_set_undecodable  (LeatBatch *self, guint field, const char *text,
                                        gssize length);

void       leat_batch_append_copy      (LeatBatch *self, const LeatRecord *record);
void       leat_batch_set_value        (LeatBatch *self, guint field, const LeatValue *value);

void       leat_batch_set_sequence     (LeatBatch *self, guint64 sequence);
void       leat_batch_set_frame        (LeatBatch *self, gconstpointer data, gsize length);
void       leat_batch_add_flags        (LeatBatch *self, LeatRecordFlags flags);
void       leat_batch_truncate         (LeatBatch *self, guint n_records);

guint             leat_batch_get_n_records (const LeatBatch *self);
const LeatRecord *leat_batch_get_record    (const LeatBatch *self, guint index);
gsize             leat_batch_get_size      (const LeatBatch *self);

char             *leat_batch_get_key       (const LeatBatch *self, guint from, guint count);

typedef void (*LeatSettledFunc) (gboolean safe, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatBatch, leat_batch_unref)
#pragma GCC visibility pop
G_END_DECLS

#include <gio/gio.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef enum {
  LEAT_CHECKSUM_BIG,
  LEAT_CHECKSUM_LITTLE,
  LEAT_CHECKSUM_HEX,
  LEAT_CHECKSUM_HEX_LITTLE,
} LeatChecksumForm;

typedef struct _LeatChecksum LeatChecksum;

LeatChecksum *leat_checksum_new       (const char *text, GError **error);
void          leat_checksum_free      (LeatChecksum *self);
guint         leat_checksum_get_width (const LeatChecksum *self);
guint64       leat_checksum_compute   (const LeatChecksum *self, const guint8 *data, gsize length);
gboolean      leat_checksum_agrees    (const LeatChecksum *self, const guint8 *data, gsize length,
                                       LeatChecksumForm form, const guint8 *field,
                                       gsize field_length);

#pragma GCC visibility pop
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatChecksum, leat_checksum_free)
G_END_DECLS

#include <glib.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef enum {
  LEAT_LEVEL_ERROR,
  LEAT_LEVEL_WARNING,
  LEAT_LEVEL_INFO,
  LEAT_LEVEL_DEBUG,
} LeatLevel;

const char *leat_level_get_name  (LeatLevel level);
gboolean    leat_level_from_name (const char *name, LeatLevel *level);

#pragma GCC visibility pop
G_END_DECLS
G_BEGIN_DECLS

typedef struct {
  gsize       struct_size;
  LeatLevel   level;
  LeatMoment  moment;
  const char *component;
  const char *event;
  const char *text;
  const char *about;
} LeatEvent;

typedef struct {
  gsize              struct_size;
  const char        *name;
  gboolean           is_sink;
  const char        *plugin;
  const char        *state;
  gint64             since;
  const char *const *counter_names;
  const gint64      *counters;
} LeatComponent;

typedef void (*LeatComponentFunc) (const LeatComponent *component, gpointer user_data);

G_END_DECLS

G_BEGIN_DECLS

typedef enum {
  LEAT_OPTION_TYPE_NONE,
  LEAT_OPTION_TYPE_BOOL,
  LEAT_OPTION_TYPE_INT,
  LEAT_OPTION_TYPE_DOUBLE,
  LEAT_OPTION_TYPE_SIZE,
  LEAT_OPTION_TYPE_DURATION,
  LEAT_OPTION_TYPE_CHOICE,
  LEAT_OPTION_TYPE_STRING,
  LEAT_OPTION_TYPE_BYTES,
  LEAT_OPTION_TYPE_LIST,
  LEAT_OPTION_TYPE_BYTES_LIST,
} LeatOptionType;

typedef enum {
  LEAT_OPTION_FLAGS_NONE = 0,
  LEAT_OPTION_REQUIRED   = 1 << 0,
  LEAT_OPTION_SECRET     = 1 << 1,
  LEAT_OPTION_LIVE       = 1 << 2,
  LEAT_OPTION_DEPRECATED = 1 << 3,
  LEAT_OPTION_PATH       = 1 << 4,
} LeatOptionFlags;

typedef struct {
  const char        *key;
  LeatOptionType     type;
  LeatOptionFlags    flags;
  gsize              offset;
  const char        *preset;
  const char        *summary;
  double             minimum;
  double             maximum;
  const char *const *choices;
  gpointer           reserved[2];
} LeatOption;

#ifndef __GI_SCANNER__
G_STATIC_ASSERT (sizeof (LeatOption) == 80);
#endif

#define LEAT_OPTION_NO_MAXIMUM 0x1p63

#ifndef __cplusplus

#define LEAT_MEMBER(Type, member, CType) \
  _Generic (((Type *) 0)->member, CType: G_STRUCT_OFFSET (Type, member))

#define LEAT_OPTION(TYPE, Type, member, CType, ...) \
  { .type = LEAT_OPTION_TYPE_##TYPE, .offset = LEAT_MEMBER (Type, member, CType), __VA_ARGS__ }
#define LEAT_OPTION_END { .type = LEAT_OPTION_TYPE_NONE }
#else
#define LEAT_MEMBER(Type, member, CType) \
  (G_STRUCT_OFFSET (Type, member) + \
   0 * sizeof (static_cast<CType *> (&static_cast<Type *> (nullptr)->member)))

extern "C++" {
static inline constexpr LeatOption
leat_option_make (LeatOptionType type, gsize offset, const char *key, const char *summary,
                  const char *preset = nullptr, LeatOptionFlags flags = LEAT_OPTION_FLAGS_NONE,
                  double minimum = 0, double maximum = 0, const char *const *choices = nullptr)
{
  return { key, type, flags, offset, preset, summary, minimum, maximum, choices, {} };
}
}
#define LEAT_OPTION(TYPE, Type, member, CType, ...) \
  leat_option_make (LEAT_OPTION_TYPE_##TYPE, LEAT_MEMBER (Type, member, CType), __VA_ARGS__)
#define LEAT_OPTION_END LeatOption {}
#endif

#define LEAT_OPTION_BOOL(Type, member, ...) \
  LEAT_OPTION (BOOL, Type, member, gboolean, __VA_ARGS__)
#define LEAT_OPTION_INT(Type, member, ...) \
  LEAT_OPTION (INT, Type, member, gint64, __VA_ARGS__)
#define LEAT_OPTION_DOUBLE(Type, member, ...) \
  LEAT_OPTION (DOUBLE, Type, member, double, __VA_ARGS__)
#define LEAT_OPTION_SIZE(Type, member, ...) \
  LEAT_OPTION (SIZE, Type, member, gint64, __VA_ARGS__)
#define LEAT_OPTION_DURATION(Type, member, ...) \
  LEAT_OPTION (DURATION, Type, member, gint64, __VA_ARGS__)
#define LEAT_OPTION_CHOICE(Type, member, ...) \
  LEAT_OPTION (CHOICE, Type, member, int, __VA_ARGS__)
#define LEAT_OPTION_STRING(Type, member, ...) \
  LEAT_OPTION (STRING, Type, member, char *, __VA_ARGS__)
#define LEAT_OPTION_BYTES(Type, member, ...) \
  LEAT_OPTION (BYTES, Type, member, GBytes *, __VA_ARGS__)
#define LEAT_OPTION_LIST(Type, member, ...) \
  LEAT_OPTION (LIST, Type, member, char **, __VA_ARGS__)
#define LEAT_OPTION_BYTES_LIST(Type, member, ...) \
  LEAT_OPTION (BYTES_LIST, Type, member, GPtrArray *, __VA_ARGS__)

G_END_DECLS
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatFramer      LeatFramer;
typedef struct _LeatFramerClass LeatFramerClass;

struct _LeatFramer {
  const LeatFramerClass *klass;
  gpointer               host;
};

typedef enum {
  LEAT_END_NO,
  LEAT_END_MESSAGE,
  LEAT_END_SILENCE,
  LEAT_END_STREAM,
  LEAT_END_CUT,
  LEAT_END_LIMIT,
} LeatEnd;

typedef struct {
  gsize         struct_size;
  const guint8 *data;
  gsize         length;
  LeatEnd       end;
  guint8       *scratch;
  gsize         max_frame;
} LeatScanInput;

typedef enum {
  LEAT_SCAN_MORE,
  LEAT_SCAN_FRAME,
  LEAT_SCAN_SKIP,
  LEAT_SCAN_BAD,
} LeatScan;

typedef struct {
  gsize         struct_size;
  gsize         used;
  const guint8 *payload;
  gsize         length;
  const char   *reason;
} LeatFrame;

struct _LeatFramerClass {
  gsize             struct_size;
  gsize             instance_size;
  const char       *name;
  const char       *summary;
  const LeatOption *options;

  gboolean (*init)    (LeatFramer *self, GError **error);
  void     (*clear)   (LeatFramer *self);
  LeatScan (*scan)    (LeatFramer *self, const LeatScanInput *input, LeatFrame *frame);
  gsize    (*find)    (LeatFramer *self, const guint8 *data, gsize length);
  gint64   (*silence) (LeatFramer *self, gint64 character_time);
  void     (*reset)   (LeatFramer *self);
};

LeatFramer *leat_framer_new  (LeatFramer *parent, const char *name, GError **error);
void        leat_framer_free (LeatFramer *self);

#pragma GCC visibility pop
G_END_DECLS

G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef enum {
  LEAT_JSON_LINES,
  LEAT_JSON_ARRAY,
} LeatJsonForm;

void leat_json_append_record (GString *json, const LeatRecord *record);
void leat_json_append_batch  (GString *json, const LeatBatch *batch, guint from, guint count,
                              LeatJsonForm form);
void leat_json_append_value  (GString *json, const LeatValue *value);
void leat_json_append_string (GString *json, const char *text, gssize length);
void leat_json_append_base64 (GString *json, gconstpointer data, gsize length);

#pragma GCC visibility pop
G_END_DECLS

G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatLink      LeatLink;
typedef struct _LeatLinkClass LeatLinkClass;

struct _LeatLink {
  const LeatLinkClass *klass;
  gpointer             host;
};

typedef struct {
  gsize      struct_size;
  LeatMoment moment;
  gint64     byte_time;
  LeatEnd    end;
  gboolean   line_error;
} LeatArrival;

typedef enum {
  LEAT_LINK_FLAGS_NONE = 0,
  LEAT_LINK_CAN_WAIT   = 1 << 0,
  LEAT_LINK_READ_OUT   = 1 << 1,
  LEAT_LINK_REPLAY     = 1 << 2,
} LeatLinkFlags;

struct _LeatLinkClass {
  gsize             struct_size;
  gsize             instance_size;
  const char       *schemes;
  const char       *summary;
  const LeatOption *options;
  LeatLinkFlags     flags;

  gboolean  (*init)    (LeatLink *self, GError **error);
  void      (*clear)   (LeatLink *self);
  gboolean  (*open)    (LeatLink *self, const char *device, GCancellable *cancellable,
                        GError **error);
  void      (*close)   (LeatLink *self);
  int       (*get_fd)  (LeatLink *self);
  gssize    (*read)    (LeatLink *self, guint8 *data, gsize size, LeatArrival *arrival,
                        GError **error);
  gssize    (*write)   (LeatLink *self, const guint8 *data, gsize length, GError **error);
  LeatLink *(*accept)  (LeatLink *self, char **peer, GError **error);
  gboolean  (*control) (LeatLink *self, const char *request, GVariant *argument, GVariant **answer,
                        GError **error);
  gboolean  (*judge_device) (LeatLink *self, const char *device, GError **error);
  gboolean  (*adopt)   (LeatLink *self, const char *device, int fd, GError **error);
  int       (*get_output_fd) (LeatLink *self);
  gboolean  (*open_at) (LeatLink *self, const char *device, const char *place, gboolean *found,
                        GCancellable *cancellable, GError **error);
  char     *(*get_place) (LeatLink *self, guint64 offset);
};

LeatLink *leat_link_new_client (LeatLink *self, const LeatLinkClass *klass);

void leat_link_count (LeatLink *self, const char *counter, guint64 n);

const char *leat_link_get_source (LeatLink *self);

void leat_link_found (LeatLink *self);

void leat_link_note  (LeatLink *self, const char *event, const char *format, ...)
                      G_GNUC_PRINTF (3, 4);

#pragma GCC visibility pop
G_END_DECLS

#include <gmodule.h>

G_BEGIN_DECLS

typedef struct _LeatSink        LeatSink;
typedef struct _LeatStoreReader LeatStoreReader;

typedef struct {
  gsize              struct_size;
  const char        *name;
  const char *const *from;
  gboolean           again;
  void             (*wake) (gpointer user_data);
  gpointer           user_data;
} LeatStoreReaderSetup;

typedef struct {
  gsize       struct_size;
  const char *reason;
  guint       status;
  GBytes     *answer;
} LeatRefusal;

typedef void (*LeatStorePrint) (const char *line, gpointer user_data);

typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  gboolean  (*run) (LeatSink *self, const char *const *arguments, LeatStorePrint print,
                    gpointer user_data, GError **error);
} LeatStoreWord;

typedef struct {
  gsize struct_size;
  LeatStoreReader *(*open_reader)  (LeatSink *self, const LeatStoreReaderSetup *setup,
                                    char **position, GError **error);
  LeatBatch       *(*read)         (LeatStoreReader *reader, guint max_records, gsize max_bytes,
                                    guint64 **ids, GError **error);
  gboolean         (*claim)        (LeatStoreReader *reader, const guint64 *ends, guint n_ends,
                                    GError **error);
  gboolean         (*ack)          (LeatStoreReader *reader, guint64 up_to, const char *position,
                                    GError **error);
  gboolean         (*reject)       (LeatStoreReader *reader, guint64 id,
                                    const LeatRefusal *refusal, GError **error);
  void             (*get_backlog)  (LeatStoreReader *reader, guint64 *records, gint64 *oldest);
  gboolean         (*remember)     (LeatStoreReader *reader, const char *key, const char *value,
                                    GError **error);
  char            *(*recall)       (LeatStoreReader *reader, const char *key);
  void             (*close_reader) (LeatStoreReader *reader);
  const LeatStoreWord *words;
  LeatBatch       *(*look)         (LeatSink *self, const char *reader, const char *const *from,
                                    const char *const *names, GError **error);
  void             (*expect)       (LeatSink *self, const char *reader);
  void             (*dismiss)      (LeatSink *self, const char *reader);
  guint64          (*get_size)     (LeatSink *self);
} LeatStoreClass;

G_END_DECLS
G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatSinkClass LeatSinkClass;

struct _LeatSink {
  const LeatSinkClass *klass;
  gpointer             host;
};

typedef enum {
  LEAT_SINK_FLAGS_NONE = 0,
  LEAT_SINK_LASTING    = 1 << 0,
  LEAT_SINK_REQUESTS   = 1 << 1,
} LeatSinkFlags;

struct _LeatSinkClass {
  gsize                 struct_size;
  gsize                 instance_size;
  const char           *name;
  const char           *summary;
  const LeatOption     *options;
  LeatSinkFlags         flags;
  const LeatStoreClass *store;

  gboolean (*init)    (LeatSink *self, GError **error);
  void     (*clear)   (LeatSink *self);
  gboolean (*open)    (LeatSink *self, const char *position, GCancellable *cancellable,
                       GError **error);
  gboolean (*write)   (LeatSink *self, LeatBatch *batch, guint from, guint count, guint *taken,
                       GCancellable *cancellable, GError **error);
  gboolean (*flush)   (LeatSink *self, guint64 *safe, char **position, GCancellable *cancellable,
                       GError **error);
  void     (*close)   (LeatSink *self);
  void     (*changed) (LeatSink *self, const char *key);
  gboolean (*render)  (LeatSink *self, LeatBatch *batch, guint from, guint count, guint *taken,
                       GString *text, GError **error);
  guint    (*get_extent) (LeatSink *self);
  gboolean (*overlap) (LeatSink *self, GError **error);
};

void      leat_sink_retry_after (LeatSink *self, gint64 microseconds);

void      leat_sink_answer      (LeatSink *self, guint status, gconstpointer body, gsize length);

void      leat_sink_note        (LeatSink *self, const char *event, const char *format, ...)
                                 G_GNUC_PRINTF (3, 4);

void      leat_sink_warn        (LeatSink *self, const char *event, const char *format, ...)
                                 G_GNUC_PRINTF (3, 4);

gboolean  leat_sink_progress    (LeatSink *self, guint64 done, guint64 total);

char     *leat_sink_get_path    (LeatSink *self, const char *name);

gboolean  leat_sink_remember    (LeatSink *self, const char *key, const char *value,
                                 GError **error);
char     *leat_sink_recall      (LeatSink *self, const char *key);

#pragma GCC visibility pop
G_END_DECLS

G_BEGIN_DECLS
#pragma GCC visibility push(default)

typedef struct _LeatSource      LeatSource;
typedef struct _LeatSourceClass LeatSourceClass;

typedef struct _LeatStream      LeatStream;

typedef struct _LeatCommand     LeatCommand;

struct _LeatSource {
  const LeatSourceClass *klass;
  gpointer               host;
};

typedef enum {
  LEAT_PUSH_ROOM,
  LEAT_PUSH_FULL,
  LEAT_PUSH_STOP,
} LeatPush;

typedef enum {
  LEAT_VERDICT_RECORD,
  LEAT_VERDICT_TAKEN,
  LEAT_VERDICT_REJECTED,
} LeatVerdict;

typedef enum {
  LEAT_SOURCE_FLAGS_NONE = 0,
  LEAT_SOURCE_CAN_WAIT   = 1 << 0,
  LEAT_SOURCE_SETTLES    = 1 << 1,
} LeatSourceFlags;

typedef struct {
  gsize       struct_size;
  const char *name;
  LeatSchema *schema;
} LeatInput;

typedef struct {
  gsize            struct_size;
  const char      *name;
  const char      *summary;
  const LeatField *fields;
  guint            n_fields;
} LeatRecordTable;

struct _LeatSourceClass {
  gsize             struct_size;
  gsize             instance_size;
  const char       *name;
  const char       *summary;
  const LeatOption *options;
  LeatSourceFlags   flags;
  const char       *schemes;
  const char       *framer;
  const char       *schema;

  gboolean    (*init)    (LeatSource *self, GError **error);
  void        (*clear)   (LeatSource *self);
  gboolean    (*start)   (LeatSource *self, GCancellable *cancellable, GError **error);
  gboolean    (*run)     (LeatSource *self, GCancellable *cancellable, GError **error);
  void        (*stop)    (LeatSource *self);
  void        (*resume)  (LeatSource *self);
  LeatVerdict (*frame)   (LeatSource *self, LeatStream *stream, const LeatFrame *frame,
                          const LeatArrival *arrival, LeatBatch *batch, GError **error);
  void        (*command) (LeatSource *self, LeatCommand *command);
  gboolean    (*records) (LeatSource *self, LeatBatch *batch, GError **error);
  void        (*changed) (LeatSource *self, const char *key);
  const LeatRecordTable *const *makes;
  void        (*events)  (LeatSource *self, const LeatEvent *const *events, guint n_events,
                          guint64 missed);
  LeatSchema *(*join)    (LeatSource *self, const LeatInput *inputs, guint n_inputs,
                          GError **error);
  void        (*ending)  (LeatSource *self);
};

LeatLink         *leat_source_open_link     (LeatSource *self, GCancellable *cancellable,
                                             GError **error);
LeatStream       *leat_source_open_stream   (LeatSource *self, const char *peer);
gboolean          leat_source_write         (LeatSource *self, GBytes *bytes, GError **error);

LeatPush          leat_stream_push_bytes    (LeatStream *self, const guint8 *data, gsize length,
                                             const LeatArrival *arrival);
LeatPush          leat_stream_push_frame    (LeatStream *self, const guint8 *data, gsize length,
                                             const LeatArrival *arrival, LeatSettledFunc settled,
                                             gpointer user_data, GDestroyNotify notify);
const LeatOrigin *leat_stream_get_origin    (LeatStream *self);

void              leat_stream_when_settled  (LeatStream *self, LeatSettledFunc settled,
                                             gpointer user_data, GDestroyNotify notify);
LeatPush          leat_source_push_batch    (LeatSource *self,
                                             LeatBatch *batch,
                                             LeatSettledFunc settled, gpointer user_data,
                                             GDestroyNotify notify);

void              leat_source_settle        (LeatSource *self, LeatBatch *batch, gboolean safe);

void              leat_source_fail          (LeatSource *self,
                                             GError *error);
void              leat_source_note          (LeatSource *self, const char *event,
                                             const char *format, ...) G_GNUC_PRINTF (3, 4);

const char       *leat_command_get_name     (const LeatCommand *self);
GVariant         *leat_command_get_argument (const LeatCommand *self);
GBytes           *leat_command_get_bytes    (const LeatCommand *self);
void              leat_command_answer       (LeatCommand *self, GVariant *answer);
void              leat_command_fail         (LeatCommand *self,
                                             GError *error);

void              leat_command_send         (LeatCommand *self, LeatSource *source);

char             *leat_source_recall        (LeatSource *self, const char *key);
gboolean          leat_source_remember      (LeatSource *self, const char *key, const char *value,
                                             GError **error);

char             *leat_source_get_path      (LeatSource *self, const char *name);

void              leat_source_each_component (LeatSource *self, LeatComponentFunc func,
                                              gpointer user_data);

#pragma GCC visibility pop
G_END_DECLS
G_BEGIN_DECLS
#pragma GCC visibility push(default)

#define LEAT_ABI_MAJOR 1
#define LEAT_ABI_MINOR 0

typedef struct {
  guint16      abi_major;
  guint16      abi_minor;
  guint32      struct_size;
  const char  *name;
  const char  *version;
  const char  *summary;
  const char  *license;
  const char  *origin;
  const LeatSourceClass *const *sources;
  const LeatLinkClass   *const *links;
  const LeatFramerClass *const *framers;
  const LeatSinkClass   *const *sinks;
} LeatPlugin;

typedef const LeatPlugin *(*LeatPluginGetFunc) (void);
#define LEAT_PLUGIN_SYMBOL "leat_plugin_get"

#ifndef __cplusplus
#define LEAT_PLUGIN_HEAD \
  .abi_major = LEAT_ABI_MAJOR, .abi_minor = LEAT_ABI_MINOR, .struct_size = sizeof (LeatPlugin)
#else
#define LEAT_PLUGIN_HEAD LEAT_ABI_MAJOR, LEAT_ABI_MINOR, sizeof (LeatPlugin)
#endif

#define LEAT_PLUGIN_DEFINE(...)                                           \
  G_BEGIN_DECLS                                                           \
  G_MODULE_EXPORT const LeatPlugin *leat_plugin_get (void);               \
  G_END_DECLS                                                             \
  const LeatPlugin *                                                      \
  leat_plugin_get (void)                                                  \
  {                                                                       \
    static const LeatPlugin plugin = { LEAT_PLUGIN_HEAD, __VA_ARGS__ };   \
    return &plugin;                                                       \
  }

#define LEAT_CLASS_HAS(klass, member) \
  ((klass)->struct_size > (gsize) ((const char *) &(klass)->member - (const char *) (klass)) && \
   (klass)->member != NULL)

gboolean leat_plugin_check (const LeatPlugin *plugin, GError **error);

#pragma GCC visibility pop
G_END_DECLS

G_BEGIN_DECLS
#pragma GCC visibility push(default)

#define LEAT_RECORDING_LINK_TYPE 250

typedef enum {
  LEAT_RECORDING_OPENED,
  LEAT_RECORDING_READ,
  LEAT_RECORDING_WRITTEN,
  LEAT_RECORDING_LOST,
  LEAT_RECORDING_GONE,
} LeatRecordingKind;

#define LEAT_RECORDING_ERRORS 6

typedef struct {
  LeatRecordingKind kind;
  guint             stream;
  LeatArrival       arrival;
  guint32           errors[LEAT_RECORDING_ERRORS];
  const guint8     *data;
  gsize             length;
} LeatRecordingEvent;

typedef struct {
  const char *name;
  const char *description;
  const char *epoch;
  const char *peer;
} LeatRecordingStream;

const char *leat_recording_get_error_name (guint kind);

void leat_recording_append_section (GByteArray *blocks, const char *application);
void leat_recording_append_stream  (GByteArray *blocks, const LeatRecordingStream *stream);
void leat_recording_append_event   (GByteArray *blocks, const LeatRecordingEvent *event);

typedef struct _LeatRecording LeatRecording;

gboolean       leat_recording_judge      (const guint8 *data, gsize length);
LeatRecording *leat_recording_open       (const char *path, GError **error);

LeatRecording *leat_recording_new        (const char *name, const guint8 *data, gsize length);

LeatRecording *leat_recording_new_for_fd (const char *name, int fd);
void           leat_recording_free       (LeatRecording *self);
gboolean       leat_recording_next       (LeatRecording *self, LeatRecordingEvent *event,
                                          GError **error);
const LeatRecordingStream *leat_recording_get_stream (const LeatRecording *self, guint stream);
guint          leat_recording_get_n_streams (const LeatRecording *self);

guint64        leat_recording_get_offset (const LeatRecording *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatRecording, leat_recording_free)
#pragma GCC visibility pop
G_END_DECLS

#include <glib.h>
G_BEGIN_DECLS
#pragma GCC visibility push(default)

gboolean leat_sync_file  (int fd);
gboolean leat_sync_holds (int fd);

#pragma GCC visibility pop
G_END_DECLS
