# A memory aid: each target only calls Maven.
.PHONY: build fmt test run rules

build:
	mvn package -DskipTests

fmt:
	mvn spotless:apply

test:
	mvn verify

run:
	./millrace run

# makes docs/event-source-mappings.md anew
rules:
	mvn -q -pl local -am test -Dtest=RulesTableTest -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.rules.write=true
