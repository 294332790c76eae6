// SPDX-License-Identifier: Apache-2.0
// Attention of one family of sequences and one key head; see cpu_kernels_inc.h. Rows of queries are taken kQueryRows at a
// time; a block's scores over the keys it may see are the only thing of size length, so scratch is linear in the sequence.
// The root's keys and values are laid out once, and each child's behind them in turn.

namespace retort::cpu::RETORT_ISA {

constexpr std::int64_t kQueryRows = 24;
constexpr float kMasked = kernels::kMaskedScore;
/// Rows of scores are padded to what kernels::exponentiateScores wants.
RETORT_INLINE std::int64_t roundScores(std::int64_t n) { return (n + 15) / 16 * 16; }

/// y[0..D), which may be x, = x turned by the angles (not turned when cos is null).
RETORT_INLINE void turn(const float* x, const float* cos, const float* sin, float direction, std::int64_t dim, float* y) {
    if (!cos) {
        for (std::int64_t i = 0; i < dim; ++i) y[i] = x[i];
        return;
    }
    const std::int64_t half = dim / 2;
    // Products are rounded before they are added, as the generator does.
    std::int64_t i = 0;
    for (; i + kLanes <= half; i += kLanes) {
        const Vec c = load(cos + i), s = load(sin + i) * direction, left = load(x + i), right = load(x + i + half);
        store(y + i, rounded(left * c) - rounded(right * s));
        store(y + i + half, rounded(right * c) + rounded(left * s));
    }
    if (i == half) return;
    const std::int64_t n = half - i;
    const Vec c = loadPart(cos + i, n, 0), s = loadPart(sin + i, n, 0) * direction;
    const Vec left = loadPart(x + i, n, 0), right = loadPart(x + i + half, n, 0);
    storePart(y + i, rounded(left * c) - rounded(right * s), n);
    storePart(y + i + half, rounded(right * c) + rounded(left * s), n);
}

RETORT_INLINE void clear(float* p, std::int64_t count) {
    __builtin_memset(p, 0, static_cast<std::size_t>(count) * sizeof(float));
}

RETORT_INLINE const float* angles(const float* table, std::int64_t token, std::int64_t dim) {
    return table ? table + token * (dim / 2) : nullptr;
}

/// rows [length, padded dim] of a head, zero-padded.
static void packRows(const float* x, std::int64_t stride, const AttentionView& view, bool turned, std::int64_t begin,
                     std::int64_t length, float* rows) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim);
    for (std::int64_t t = 0; t < length; ++t) {
        float* row = rows + t * padded;
        turn(x + (begin + t) * stride, turned ? angles(view.cos, begin + t, dim) : nullptr, angles(view.sin, begin + t, dim),
             1, dim, row);
        for (std::int64_t i = dim; i < padded; ++i) row[i] = 0;
    }
}

/// Rows of a head, `stride` floats apart.
struct HeadRows {
    const float* first;
    std::int64_t stride;
};

/// Rows [begin, begin + length) of a head where they are, or packed in `room` when they have to be turned or do not end with
/// a vector.
RETORT_INLINE HeadRows headRows(const float* x, std::int64_t stride, const AttentionView& view, bool turned,
                                std::int64_t begin, std::int64_t length, float* room) {
    if (!(turned && view.cos) && view.head_dim % kLanes == 0) return {x + begin * stride, stride};
    packRows(x, stride, view, turned, begin, length, room);
    return {room, roundUp(view.head_dim)};
}

/// Places [first, first + length) of columns [dim, width] from rows [length, padded dim].
static void transpose(const float* rows, std::int64_t length, std::int64_t dim, std::int64_t width, std::int64_t first,
                      float* columns) {
    const std::int64_t padded = roundUp(dim);
    for (std::int64_t t = 0; t < length; ++t)
        for (std::int64_t i = 0; i < dim; ++i) columns[i * width + first + t] = rows[t * padded + i];
}

/// Rows [length, padded dim] to a head's gradient after turning them back.
static void unpackRows(const float* rows, const AttentionView& view, bool turned, std::int64_t begin, std::int64_t length,
                       float* x, std::int64_t stride) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim);
    for (std::int64_t t = 0; t < length; ++t)
        turn(rows + t * padded, turned ? angles(view.cos, begin + t, dim) : nullptr, angles(view.sin, begin + t, dim), -1,
             dim, x + (begin + t) * stride);
}

static std::int64_t attentionScratch(std::int64_t length, std::int64_t head_dim, bool backward) {
    const std::int64_t dim = roundUp(head_dim), width = roundScores(length);
    if (!backward) return 2 * length * dim + head_dim * width + kQueryRows * (width + 2 * dim);
    return 4 * length * dim + 2 * head_dim * width + kQueryRows * (2 * width + 3 * dim);
}

/// Keys and values of one key head, as far as they have been laid out.
struct KeyRows {
    float *k_rows, *v_rows, *k_columns, *v_columns;  ///< v_columns: null in the forward pass
    std::int64_t width;                              ///< of a row of columns

    /// The tokens of `range` at places [first, first + length).
    void add(const AttentionView& view, std::int64_t kv_head, TokenRange range, std::int64_t first) const {
        const std::int64_t dim = view.head_dim, padded = roundUp(dim);
        packRows(view.k + kv_head * dim, view.k_stride, view, true, range.begin, range.length, k_rows + first * padded);
        packRows(view.v + kv_head * dim, view.v_stride, view, false, range.begin, range.length, v_rows + first * padded);
        transpose(k_rows + first * padded, range.length, dim, width, first, k_columns);
        if (v_columns) transpose(v_rows + first * padded, range.length, dim, width, first, v_columns);
    }
};

/// Queries of one range, whose first token sees `before` keys besides itself.
static void rangeForward(const AttentionView& view, const KeyRows& keys, TokenRange range, std::int64_t before,
                         std::int64_t kv_head, float* out, float* lse, float* scratch) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim), width = keys.width;
    float* q_rows = scratch;
    float* o_rows = q_rows + kQueryRows * padded;
    float* scores = o_rows + kQueryRows * padded;
    const std::int64_t group = view.heads / view.kv_heads;
    for (std::int64_t head = kv_head * group; head < (kv_head + 1) * group; ++head)
        for (std::int64_t first = 0; first < range.length; first += kQueryRows) {
            const std::int64_t count = range.length - first < kQueryRows ? range.length - first : kQueryRows;
            const std::int64_t seen = before + first + count, span = roundScores(seen), token = range.begin + first;
            const HeadRows q = headRows(view.q + head * dim, view.q_stride, view, true, token, count, q_rows);
            gemmBlocked(scores, width, q.first, q.stride, keys.k_columns, width, count, span, dim);
            float inverse[kQueryRows];
            for (std::int64_t r = 0; r < count; ++r) {
                float *row = scores + r * width, best;
                for (std::int64_t j = before + first + r + 1; j < span; ++j) row[j] = kMasked;
                const double total = kernels::exponentiateScores(row, static_cast<std::int32_t>(span), view.scale, &best);
                inverse[r] = static_cast<float>(1.0 / total);
                lse[(token + r) * view.heads + head] =
                    static_cast<float>(best * view.scale) + __builtin_logf(static_cast<float>(total));
            }
            gemmBlocked(o_rows, padded, scores, width, keys.v_rows, padded, count, padded, seen);
            for (std::int64_t r = 0; r < count; ++r) {
                float* row = out + (token + r) * view.out_stride + head * dim;
                for (std::int64_t i = 0; i < dim; ++i) row[i] = o_rows[r * padded + i] * inverse[r];
            }
        }
}

static void attentionForward(const AttentionView& view, const AttentionFamily& family, std::int64_t kv_head, float* out,
                             float* lse, float* scratch) {
    const std::int64_t padded = roundUp(view.head_dim), width = roundScores(family.longest);
    float* v_rows = scratch + family.longest * padded;
    float* k_columns = v_rows + family.longest * padded;
    float* rest = k_columns + view.head_dim * width;
    const KeyRows keys{scratch, v_rows, k_columns, nullptr, width};
    keys.add(view, kv_head, family.root, 0);
    rangeForward(view, keys, family.root, 0, kv_head, out, lse, rest);
    for (std::int64_t i = 0; i < family.count; ++i) {
        keys.add(view, kv_head, family.children[i], family.root.length);
        rangeForward(view, keys, family.children[i], family.root.length, kv_head, out, lse, rest);
    }
}

/// scores become probabilities, d_probs becomes the gradient of the products of queries and keys.
static void scoreGradient(float* scores, float* d_probs, std::int64_t visible, std::int64_t span, float scale, float lse,
                          float delta) {
    for (std::int64_t j = visible; j < span; ++j) scores[j] = kMasked;
    for (std::int64_t j = 0; j < span; j += kLanes) {
        const Vec p = vexp(load(scores + j) * scale - lse);
        store(scores + j, p);
        store(d_probs + j, p * scale * (load(d_probs + j) - delta));
    }
}

RETORT_INLINE float dot(const float* a, const float* b, std::int64_t n) {
    Vec sum = {};
    std::int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) sum += load(a + i) * load(b + i);
    if (i < n) sum += loadPart(a + i, n - i, 0) * loadPart(b + i, n - i, 0);
    return sumOf(sum);
}

/// Adds to dk_rows and dv_rows, writes the gradient of the range's queries.
static void rangeBackward(const AttentionView& view, const AttentionGrad& grad, const KeyRows& keys, TokenRange range,
                          std::int64_t before, std::int64_t kv_head, float* dk_rows, float* dv_rows, float* scratch) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim), width = keys.width;
    float* q_rows = scratch;
    float* do_rows = q_rows + kQueryRows * padded;
    float* dq_rows = do_rows + kQueryRows * padded;
    float* scores = dq_rows + kQueryRows * padded;
    float* d_probs = scores + kQueryRows * width;
    const std::int64_t group = view.heads / view.kv_heads, row_stride = view.out_stride;
    for (std::int64_t head = kv_head * group; head < (kv_head + 1) * group; ++head)
        for (std::int64_t first = 0; first < range.length; first += kQueryRows) {
            const std::int64_t count = range.length - first < kQueryRows ? range.length - first : kQueryRows;
            const std::int64_t seen = before + first + count, span = roundScores(seen), begin = range.begin + first;
            const HeadRows q = headRows(view.q + head * dim, view.q_stride, view, true, begin, count, q_rows);
            const HeadRows d_o = headRows(grad.d_out + head * dim, row_stride, view, false, begin, count, do_rows);
            gemmVectors(scores, width, q.first, q.stride, 1, keys.k_columns, width, count, span, dim, false);
            gemmVectors(d_probs, width, d_o.first, d_o.stride, 1, keys.v_columns, width, count, span, dim, false);
            for (std::int64_t r = 0; r < count; ++r) {
                const std::int64_t token = begin + r;
                const float delta = dot(grad.out + token * row_stride + head * dim, d_o.first + r * d_o.stride, dim);
                scoreGradient(scores + r * width, d_probs + r * width, before + first + r + 1, span, view.scale,
                              grad.lse[token * view.heads + head], delta);
            }
            gemmVectors(dv_rows, padded, scores, 1, width, d_o.first, d_o.stride, seen, padded, count, true);
            gemmVectors(dk_rows, padded, d_probs, 1, width, q.first, q.stride, seen, padded, count, true);
            float* dq = grad.dq + head * dim;
            if (!view.cos && dim == padded) {
                gemmVectors(dq + begin * grad.dq_stride, grad.dq_stride, d_probs, width, 1, keys.k_rows, padded, count,
                            padded, seen, false);
            } else {
                gemmVectors(dq_rows, padded, d_probs, width, 1, keys.k_rows, padded, count, padded, seen, false);
                unpackRows(dq_rows, view, true, begin, count, dq, grad.dq_stride);
            }
        }
}

static void attentionBackward(const AttentionView& view, const AttentionGrad& grad, const AttentionFamily& family,
                              std::int64_t kv_head, float* scratch) {
    const std::int64_t dim = view.head_dim, padded = roundUp(dim), width = roundScores(family.longest),
                       size = family.longest * padded;
    float *v_rows = scratch + size, *dk_rows = v_rows + size, *dv_rows = dk_rows + size, *k_columns = dv_rows + size;
    float *v_columns = k_columns + dim * width, *rest = v_columns + dim * width;
    const KeyRows keys{scratch, v_rows, k_columns, v_columns, width};
    const auto finish = [&](TokenRange range, std::int64_t first) __attribute__((always_inline)) {
        unpackRows(dk_rows + first * padded, view, true, range.begin, range.length, grad.dk + kv_head * dim, grad.dk_stride);
        unpackRows(dv_rows + first * padded, view, false, range.begin, range.length, grad.dv + kv_head * dim,
                   grad.dv_stride);
    };
    const std::int64_t before = family.root.length;
    keys.add(view, kv_head, family.root, 0);
    clear(dk_rows, 2 * size);
    rangeBackward(view, grad, keys, family.root, 0, kv_head, dk_rows, dv_rows, rest);
    for (std::int64_t i = 0; i < family.count; ++i) {
        const TokenRange child = family.children[i];
        keys.add(view, kv_head, child, before);
        clear(dk_rows + before * padded, child.length * padded);
        clear(dv_rows + before * padded, child.length * padded);
        rangeBackward(view, grad, keys, child, before, kv_head, dk_rows, dv_rows, rest);
        finish(child, before);
    }
    finish(family.root, 0);
}

}  // namespace retort::cpu::RETORT_ISA
