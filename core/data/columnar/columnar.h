// SPDX-License-Identifier: Apache-2.0
#pragma once

// Parquet and CSV rows by Apache Arrow. The one home of Arrow: nothing of it is in this header.

namespace retort {

/// From now on openRows() reads Parquet and CSV. Call it at the start of main().
void useColumnarFiles();

}  // namespace retort
