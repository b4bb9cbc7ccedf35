# Reads measured figures ("key value" lines) and a layout of rows, and prints one table.
#
# A row of the layout: label;unit;key;key to compare with;best is low or high;what is judged;limit
# What is judged: "ratio" (best of the one by best of the other), "median" or nothing. A limit is "<=1.2" or ">=8".

function sorted(key, values, count, i, j, swap) {
    count = split(figures[key], values, " ")
    for (i = 2; i <= count; i++)
        for (j = i; j > 1 && values[j - 1] + 0 > values[j] + 0; j--) {
            swap = values[j]; values[j] = values[j - 1]; values[j - 1] = swap
        }
    return count
}

function best(key, direction, values, count) {
    count = sorted(key, values)
    return count == 0 ? "" : values[direction == "high" ? count : 1] + 0
}

function median(key, values, count) {
    count = sorted(key, values)
    if (count == 0) return ""
    return count % 2 ? values[(count + 1) / 2] + 0 : (values[count / 2] + values[count / 2 + 1]) / 2
}

function shown(value) {
    if (value == "") return "-"
    if (value >= 1000) return sprintf("%.0f", value)
    if (value >= 100) return sprintf("%.1f", value)
    return sprintf("%.2f", value)
}

function verdict(value, limit) {
    if (limit == "") return ""
    if (value == "") return "not run"
    if (substr(limit, 1, 2) == "<=") return value <= substr(limit, 3) + 0 ? "met" : "missed"
    return value >= substr(limit, 3) + 0 ? "met" : "missed"
}

FILENAME == ARGV[1] { figures[$1] = figures[$1] " " $2; next }

FNR == 1 {
    format = "%-38s %-11s %9s %9s %11s %9s %7s  %-9s %s\n"
    printf format, "", "", "netinfod", "", "compared", "", "", "", ""
    printf format, "figure", "unit", "best", "median", "best", "median", "ratio", "target", ""
}

NF > 0 && !/^[;#]/ {
    split($0, row, ";")
    ours = best(row[3], row[5]); other = best(row[4], row[5])
    ratio = ours != "" && other > 0 ? ours / other : ""
    judged = row[6] == "ratio" ? ratio : row[6] == "median" ? median(row[3]) : ""
    target = row[7] == "" ? "" : (row[6] == "ratio" ? row[7] "x" : row[7])
    printf format, row[1], row[2], shown(ours), shown(median(row[3])), shown(other), shown(median(row[4])),
        shown(ratio), target, ours == "" ? "not run" : verdict(judged, row[7])
}

/^;/ { printf "\n%s\n", substr($0, 2) }
