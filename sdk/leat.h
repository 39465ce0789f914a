/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat.h - the one include of a plugin */
#pragma once

#include "leat-ask.h"
#include "leat-batch.h"
#include "leat-checksum.h"
#include "leat-clock.h"
#include "leat-error.h"
#include "leat-event.h"
#include "leat-framer.h"
#include "leat-json.h"
#include "leat-level.h"
#include "leat-link.h"
#include "leat-option.h"
#include "leat-plugin.h"
#include "leat-recording.h"
#include "leat-schema.h"
#include "leat-sink.h"
#include "leat-source.h"
#include "leat-store.h"
#include "leat-sync.h"
#include "leat-value.h"
