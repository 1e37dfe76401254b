// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.jdbc;

import io.reverseetl.connect.jdbc.SourceSettings.CursorSettings;
import io.reverseetl.connect.jdbc.dialect.Failure;
import io.reverseetl.connect.jdbc.dialect.ListedTable;
import io.reverseetl.connect.jdbc.dialect.NamedQuery;
import io.reverseetl.connect.jdbc.dialect.Relation;
import io.reverseetl.connect.jdbc.dialect.Session;
import io.reverseetl.connect.jdbc.dialect.TableCursor;
import io.reverseetl.connect.jdbc.dialect.TableDescription;
import io.reverseetl.connect.jdbc.dialect.TableName;
import io.reverseetl.connect.jdbc.engine.FailureText;
import io.reverseetl.connect.jdbc.record.TopicNames;
import io.reverseetl.connect.support.Problems;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What only the database can say about a config: whether it lets us in, and what its tables are like. */
final class LiveValidation {

    private static final Logger log = LoggerFactory.getLogger(LiveValidation.class);

    /** Somebody is waiting for the answer: with one statement that runs on behind this, it takes 10 s at the most. */
    private static final Duration LONGEST = Duration.ofSeconds(6);

    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(4);

    private final SourceSettings settings;
    private final Clock clock;
    private final Problems problems = new Problems();
    private final Map<Relation, TableCursor> cursors = new LinkedHashMap<>();
    private final Recommendations recommendations = new Recommendations();
    private List<Relation> relations = List.of();
    private boolean unreachable;

    private LiveValidation(SourceSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param relations the tables that the config selects
     * @param cursors how each is read, but for those that there was no time to look at
     * @param unreachable whether the only problem is that the database cannot be reached now
     * @param recommendations tables and columns that the config could name
     */
    record Result(
            Problems problems,
            List<Relation> relations,
            Map<Relation, TableCursor> cursors,
            boolean unreachable,
            Recommendations recommendations) {}

    /** Looks at the tables that the config selects, and at each of them. */
    static Result check(SourceSettings settings, Clock clock) {
        return new LiveValidation(settings, clock).run(LiveValidation::checkTables);
    }

    /** Looks which tables the config selects, and no closer: cheap enough to be repeated while the connector runs. */
    static Result list(SourceSettings settings, Clock clock) {
        return new LiveValidation(settings, clock).run((validation, session) -> {});
    }

    /** The database as one asks it while somebody waits. */
    static Database database(SourceSettings settings) {
        return Database.of(settings).within(LONGEST_STATEMENT);
    }

    /** The server that shows open transactions, if it is another one. */
    static Optional<Database> primary(SourceSettings settings) {
        return Database.primaryOf(settings).map(database -> database.within(LONGEST_STATEMENT));
    }

    /** What is asked once the tables are known. */
    private interface Further {
        void ask(LiveValidation validation, Session session) throws SQLException;
    }

    private Result run(Further further) {
        Database database = database(settings);
        try (Session session = database.open()) {
            relations = settings.queries().isEmpty()
                    ? List.copyOf(select(session))
                    : settings.queries().stream()
                            .<Relation>map(QuerySettings::query)
                            .toList();
            checkTopics();
            further.ask(this, session);
        } catch (SQLException e) {
            failed(database.classify(e), e);
        }
        return new Result(problems, relations, cursors, unreachable, recommendations);
    }

    private void checkTables(Session session) throws SQLException {
        if (session.parts().isEmpty()) {
            String single = "Tables of this kind of database cannot be read in parts. Set it to 1, or remove it.";
            if (settings.snapshotRanges() > 1) {
                problems.add(OperationKeys.SNAPSHOT_RANGES, single);
            }
            if (settings.incrementSlices() > 1) {
                problems.add(OperationKeys.INCREMENT_SLICES, single);
            }
        }
        Instant deadline = clock.instant().plus(LONGEST);
        for (Relation relation : relations) {
            if (clock.instant().isAfter(deadline)) {
                log.warn("Time is up before {}: it and the rest are checked when they are read", relation.label());
                break;
            }
            check(session, relation);
        }
        GuaranteeCheck.run(settings, session, cursors, problems);
        GoneCheck.run(settings, relations, session, () -> clock.instant().isAfter(deadline), problems);
    }

    private List<TableName> select(Session session) throws SQLException {
        String catalog = session.catalog();
        List<ListedTable> all = session.tables();
        recommendations.addTables(all, settings.tables().types());
        List<TableName> selected = settings.tables().select(catalog, all);
        if (selected.isEmpty() && settings.tables().includeNames().isEmpty()) {
            problems.add(
                    TableKeys.INCLUDE_LIST,
                    "No table of database " + catalog + " is selected. "
                            + suggestion(settings.tables().includePatterns(), all));
        }
        // A good name beside a wrong one does not make up for it: nobody would notice what is not read.
        for (String name : settings.tables().missing(catalog, selected)) {
            problems.add(
                    TableKeys.WHITELIST,
                    "No table of database " + catalog + " is selected by " + name + ". "
                            + suggestion(List.of(name), all));
        }
        if (!selected.isEmpty()) {
            settings.cursor()
                    .keyColumns()
                    .missing(List.copyOf(selected))
                    .forEach(name -> problems.add(
                            ChangeKeys.KEY_COLUMNS,
                            "No table that is read is called " + name + ". Correct the name, or take it out."));
        }
        return selected;
    }

    private static String suggestion(List<String> asked, List<ListedTable> all) {
        List<String> near = TableSelection.near(asked, all);
        return near.isEmpty()
                ? "It has no tables that the role can see."
                : "Among its tables are: " + String.join(", ", near)
                        + ". Check the names, table.types, schema.pattern and what is excluded.";
    }

    private void checkTopics() {
        TopicNames topics = settings.records().topics();
        Map<String, Relation> seen = new HashMap<>();
        for (Relation relation : relations) {
            String topic = topics.topic(relation);
            TopicNames.problemOfTopic(topic)
                    .ifPresent(problem -> problems.add(
                            topicKey(relation),
                            relation.title() + " would get the topic '" + topic + "'. " + problem + "."));
            Relation other = seen.putIfAbsent(topic, relation);
            if (other != null) {
                problems.add(
                        topicKey(relation),
                        other.title() + " and " + relation.label() + " would share the topic " + topic
                                + (relation instanceof NamedQuery
                                        ? ". Give one of them another."
                                        : ". Set topic.name.template=${topic.prefix}${schema}.${table}, or leave one out."));
            }
        }
    }

    private static String topicKey(Relation relation) {
        return relation instanceof NamedQuery query ? QueryKeys.topicKey(query) : RecordKeys.TOPIC_TEMPLATE.name();
    }

    private void check(Session session, Relation relation) throws SQLException {
        CursorSettings own = settings.cursor(relation);
        Optional<TableDescription> described = asked(own.relationKey(), relation, () -> session.describe(relation));
        if (own.prefix().isEmpty()) {
            described.ifPresent(recommendations::addColumns);
        }
        Optional<TableCursor> cursor = described.flatMap(found -> CursorRules.cursor(own, found, problems));
        if (cursor.isPresent()) {
            cursors.put(relation, cursor.get());
            checkExpression(session, cursor.get(), own.nameOf(ChangeKeys.DELETE_EXPRESSION));
        }
    }

    private void checkExpression(Session session, TableCursor cursor, String key) throws SQLException {
        if (cursor.deletedWhen().orElse(null) instanceof TableCursor.ByExpression expression) {
            asked(key, cursor.relation(), () -> session.problemOf(expression, cursor.relation()))
                    .ifPresent(problem -> problems.add(key, cursor.relation().title() + ": " + problem + "."));
        }
    }

    /** What is wrong with SQL of the user's stands on its key; empty then. What passes by itself is not about it. */
    private <T> Optional<T> asked(String key, Relation relation, Question<T> question) throws SQLException {
        try {
            return question.ask();
        } catch (SQLException e) {
            Failure failure = database(settings).classify(e);
            if (failure.isTransient()) {
                throw e;
            }
            problems.add(key, relation.title() + ": " + FailureText.of(failure, e));
            return Optional.empty();
        }
    }

    private interface Question<T> {

        Optional<T> ask() throws SQLException;
    }

    private void failed(Failure failure, SQLException e) {
        String said = FailureText.of(failure, e);
        switch (failure) {
            case WRONG_PASSWORD -> problems.add(ConnectionKeys.PASSWORD, "The database refused it: " + said);
            case WRONG_USER -> problems.add(ConnectionKeys.USER, "The database refused it: " + said);
            case BAD_CONNECTION_PROPERTY -> problems.add(propertyIn(said), "The driver cannot connect: " + said);
            case DENIED -> problems.add(settings.cursor().relationKey(), "The catalog cannot be read: " + said);
            case UNREACHABLE, INTERRUPTED -> {
                unreachable = true;
                problems.add(
                        ConnectionKeys.URL,
                        "The database cannot be reached: " + said
                                + " To change the config while it is down, set validate.live=false.");
            }
            default -> problems.add(ConnectionKeys.URL, "The database cannot be asked: " + said);
        }
    }

    /** The key of the driver's property that a message is about, or that of the URL, which may have properties too. */
    private String propertyIn(String message) {
        Map<String, String> properties = settings.connection().driverProperties();
        return properties.keySet().stream()
                .filter(name -> message.contains(name) || isPathIn(message, properties.get(name)))
                .max(Comparator.comparingInt(String::length))
                .map(SourceKeys.DRIVER_PREFIX::concat)
                .orElse(ConnectionKeys.URL.name());
    }

    /** Of a file that cannot be read, drivers give the path and not the property. */
    private static boolean isPathIn(String message, @Nullable String value) {
        return value != null && value.contains("/") && message.contains(value);
    }
}
