// SPDX-License-Identifier: Apache-2.0
#include "data/columnar/columnar.h"

#include "data/columnar/arrow_value.h"

namespace retort {

void useColumnarFiles() {
    setColumnarReader([](const NamedFile& file, DataFormat format, const RowOptions& options) {
        return format == DataFormat::Parquet ? columnar::openParquet(file, options) : columnar::openCsv(file, options);
    });
}

}  // namespace retort
