/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-message.h - what a child says in JSON lines: a line as a message */
#pragma once
#include "leat.h"
G_BEGIN_DECLS

/* of the protocol; a child that says another is not understood */
#define EXEC_MESSAGE_VERSION 1
/* of an id: it is kept until it is answered */
#define EXEC_MESSAGE_ID_MAX 256

/**
 * ExecMessageKind:
 * @EXEC_MESSAGE_OTHER: of a type that is not known here
 */
typedef enum {
  EXEC_MESSAGE_HELLO,
  EXEC_MESSAGE_RECORD,
  EXEC_MESSAGE_REJECT,
  EXEC_MESSAGE_LOG,
  EXEC_MESSAGE_STATE,
  EXEC_MESSAGE_ACK,
  EXEC_MESSAGE_BUSY,
  EXEC_MESSAGE_HELD,
  EXEC_MESSAGE_OTHER,
} ExecMessageKind;

/**
 * ExecMessage:
 * @kind: what it is
 * @type: the same as it stands there
 * @id: (nullable): what the child calls it
 * @fields: (nullable): of a record: JSON, as it stands there
 * @text: (nullable): for people
 * @level: (nullable): of a log line
 * @schema: (nullable): of a hello: name of a schema
 * @role: (nullable): of a hello: "source" or "sink"
 * @through: (nullable): of an acknowledgement: the last of those that it is about
 * @version: of a hello; 0: none
 * @seconds: of who is busy: so long; 0: it does not say
 * @test: a record that no part made
 *
 * Texts are valid until exec_message_clear().
 */
typedef struct {
  ExecMessageKind kind;
  const char     *type;
  const char     *id;
  const char     *fields;
  const char     *text;
  const char     *level;
  const char     *schema;
  const char     *role;
  const char     *through;
  gint64          version;
  gint64          seconds;
  gboolean        test;
  LeatBatch      *memory;
} ExecMessage;

/* what lines are read by; one for many messages */
typedef struct _ExecGrammar ExecGrammar;

ExecGrammar *exec_grammar_new   (void);
void         exec_grammar_free  (ExecGrammar *self);
gboolean     exec_message_parse (ExecMessage *self, ExecGrammar *grammar, const guint8 *line,
                                 gsize length, GError **error);
void         exec_message_clear (ExecMessage *self);

/* for people: why a child refuses, or waits */
const char  *exec_message_get_reason  (const ExecMessage *self);
/* (transfer full): "level: text", of a log line */
char        *exec_message_tell_log    (const ExecMessage *self);
/* (transfer full) (nullable): why a hello is of no version that is understood; NULL: it is */
char        *exec_message_tell_version (const ExecMessage *self);
/* @state: (inout): the last that was told. TRUE: this is another one */
gboolean     exec_message_is_new_state (const ExecMessage *self, char **state);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExecMessage, exec_message_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ExecGrammar, exec_grammar_free)
G_END_DECLS
