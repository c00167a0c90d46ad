WITH "t5" AS (
  SELECT
    "t3"."for_subject",
    "t3"."for_day",
    "t3"."on_day",
    COUNT(*) FILTER(WHERE
      "t3"."presale") AS "v0",
    COUNT(*) FILTER(WHERE
      "t3"."presale") AS "n0"
  FROM (
    SELECT
      "t0"."conversation_id",
      "t0"."shop",
      "t0"."agent",
      "t0"."buyer",
      "t0"."presale",
      "t0"."started_at",
      "t0"."started_at_day",
      "t0"."started_at_minute",
      "t0"."first_reply_at",
      "t0"."first_reply_at_day",
      "t0"."rounds",
      "t0"."rounds_in_3min",
      "t0"."reply_seconds",
      "t0"."resolved_at",
      "t0"."resolved_at_day",
      "t0"."reopened",
      "t0"."rating",
      "t0"."rated_at",
      "t0"."rated_at_day",
      "t0"."order_id",
      "t0"."source_file",
      "t0"."source_line",
      "t0"."started_at_day" AS "on_day",
      COALESCE("t0"."agent", '') AS "for_subject",
      "t0"."started_at_day" AS "for_day"
    FROM "conversations" AS "t0"
    WHERE
      "t0"."started_at_day" >= MAKE_DATE(2026, 10, 1)
      AND "t0"."started_at_day" < MAKE_DATE(2026, 11, 1)
  ) AS "t3"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t16"."by_person",
  "t16"."period",
  CAST(SUM("t16"."v0" * "t16"."share") AS DECIMAL(38, 0)) AS "v0",
  SUM("t16"."n0") AS "n0"
FROM (
  SELECT
    "t15"."for_subject",
    "t15"."for_day",
    "t15"."on_day",
    "t15"."v0",
    "t15"."n0",
    "t15"."by_person",
    "t15"."share",
    0 AS "period"
  FROM (
    SELECT
      "t7"."for_subject",
      "t7"."for_day",
      "t7"."on_day",
      "t7"."v0",
      "t7"."n0",
      "t14"."by_person",
      "t14"."share"
    FROM "t5" AS "t7"
    INNER JOIN (
      SELECT
        "t12"."for_subject" AS "for_subject_of",
        "t12"."for_day" AS "for_day_of",
        "t12"."on_day" AS "on_day_of",
        "t12"."by_person",
        "t12"."share"
      FROM (
        SELECT
          "t11"."for_subject",
          "t11"."for_day",
          "t11"."on_day",
          "t11"."by_person",
          SUM("t11"."share") AS "share"
        FROM (
          SELECT
            "t9"."for_subject",
            "t9"."for_day",
            "t9"."on_day",
            COALESCE("t4"."person", 'unassigned') AS "by_person",
            10000 AS "share"
          FROM (
            SELECT DISTINCT
              "t6"."for_subject",
              "t6"."for_day",
              "t6"."on_day"
            FROM "t5" AS "t6"
          ) AS "t9"
          LEFT OUTER JOIN (
            SELECT
              "t1"."member" AS "person"
            FROM "people" AS "t1"
          ) AS "t4"
            ON "t9"."for_subject" = "t4"."person"
        ) AS "t11"
        GROUP BY
          1,
          2,
          3,
          4
      ) AS "t12"
    ) AS "t14"
      ON "t7"."for_subject" = "t14"."for_subject_of"
      AND "t7"."for_day" = "t14"."for_day_of"
      AND "t7"."on_day" = "t14"."on_day_of"
  ) AS "t15"
) AS "t16"
GROUP BY
  1,
  2
