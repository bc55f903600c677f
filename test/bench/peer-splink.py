"""Links the very rows of P2 with Splink, in plain text: what `npm run bench` can only quote.

    npm run --silent bench -- P2 --size 1 --csv DIR
    pip install splink==5.0.0 duckdb==1.5.6
    python test/bench/peer-splink.py DIR/P2-1 [MEMORY_LIMIT]

Prints one JSON document: CPU seconds after each step, peak memory, and the accuracy of one-to-one links at two thresholds.
Blocking rules and comparisons are those of Splink's own guides for persons, with as many rules as it takes to come near the
recall of our pack.
"""

import json
import resource
import sys

import duckdb
import splink
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THREADS = 2
COLUMNS = ["given_name", "middle_name", "surname", "street", "zip", "phone", "email", "ssn"]
BLOCKING = [
    block_on("ssn"),
    block_on("phone"),
    block_on("email"),
    block_on("surname", "dob"),
    block_on("given_name", "dob"),
    block_on("dob", "zip"),
    block_on("dob", "middle_name"),
    block_on("surname", "zip"),
    block_on("given_name", "surname", "zip"),
    block_on("given_name", "surname", "substr(dob, 1, 4)"),
    block_on("substr(given_name, 1, 3)", "substr(surname, 1, 3)", "substr(dob, 6, 5)"),
    block_on("street", "zip", "given_name"),
]
COMPARISONS = [
    cl.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
    cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
    cl.DateOfBirthComparison("dob", input_is_string=True),
    cl.LevenshteinAtThresholds("ssn", 1),
    cl.JaroWinklerAtThresholds("street", 0.9),
    cl.ExactMatch("zip"),
    cl.LevenshteinAtThresholds("phone", 1),
    cl.JaroWinklerAtThresholds("email", 0.9),
]


def usage():
    return resource.getrusage(resource.RUSAGE_SELF)


def cpu_seconds():
    return round(usage().ru_utime + usage().ru_stime, 1)


def read(connection, folder):
    columns = ", ".join(f"nullif({name}, '') AS {name}" for name in COLUMNS)
    for side in "ab":
        connection.execute(
            f"""CREATE TABLE side_{side} AS SELECT rec_id AS unique_id, nullif(date_of_birth, '') AS dob, {columns}
            FROM read_csv('{folder}/{side}.csv', all_varchar = true, header = true)"""
        )
    connection.execute(
        f"CREATE TABLE truth AS SELECT * FROM read_csv('{folder}/truth.csv', all_varchar = true, header = true)"
    )


def train(linker):
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("ssn"), block_on("surname", "given_name", "dob")], recall=0.8
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6)
    training.estimate_parameters_using_expectation_maximisation(block_on("surname", "given_name"))
    training.estimate_parameters_using_expectation_maximisation(block_on("dob", "zip"))


def accuracy(connection, predicted, threshold):
    """Of the pairs that are each other's best: precision, recall and F1 against truth.csv."""
    found, correct = connection.execute(
        f"""WITH best AS (
          SELECT unique_id_l AS l, unique_id_r AS r FROM {predicted} WHERE match_probability >= {threshold}
          QUALIFY row_number() OVER (PARTITION BY unique_id_l ORDER BY match_weight DESC, unique_id_r) = 1
            AND row_number() OVER (PARTITION BY unique_id_r ORDER BY match_weight DESC, unique_id_l) = 1)
        SELECT count(*), count(*) FILTER (x.entity_id = y.entity_id)
        FROM best JOIN truth x ON x.rec_id = l JOIN truth y ON y.rec_id = r"""
    ).fetchone()
    (wanted,) = connection.execute(
        """SELECT count(*) FROM side_a JOIN truth x ON x.rec_id = side_a.unique_id
        JOIN truth y USING (entity_id) JOIN side_b ON side_b.unique_id = y.rec_id"""
    ).fetchone()
    return {"precision": correct / found, "recall": correct / wanted, "f1": 2 * correct / (found + wanted)}


def main(folder, memory_limit="4GB"):
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{memory_limit}'; SET threads = {THREADS}")
    read(connection, folder)
    cpu = {"read": cpu_seconds()}
    api = DuckDBAPI(connection=connection)
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=BLOCKING,
        comparisons=COMPARISONS,
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker([api.register("side_a"), api.register("side_b")], settings)
    train(linker)
    cpu["trained"] = cpu_seconds()
    predicted = linker.inference.predict(threshold_match_probability=0.5).physical_name
    cpu["predicted"] = cpu_seconds()
    report = {
        "versions": {"splink": splink.__version__, "duckdb": duckdb.__version__},
        "pairs": connection.execute(f"SELECT count(*) FROM {predicted}").fetchone()[0],
        "cpuSecondsAfter": cpu,
        "peakMemoryMiB": usage().ru_maxrss // 1024,
        "accuracy": {str(threshold): accuracy(connection, predicted, threshold) for threshold in (0.5, 0.9)},
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
