-- +goose Up
-- A local choice holds while the decision that it names is in force: servers, which keep the approved choices in memory, read
-- them anew when a decision is annulled.
CREATE TRIGGER decision_annulled AFTER UPDATE ON decision FOR EACH ROW
    WHEN (NEW.state = 'ANNULLED' AND OLD.state <> 'ANNULLED') EXECUTE FUNCTION bump_data_version('law');
